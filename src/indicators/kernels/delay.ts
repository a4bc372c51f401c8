/** The value of `period` bars ago, from a ring. A NaN is handed on and not taken. */

export interface DelayLine {
  readonly ring: Float64Array
  at: number
}

export function delayLine(period: number): DelayLine {
  return { ring: new Float64Array(period).fill(Number.NaN), at: 0 }
}

/** Takes a value; the one taken `period` calls ago, or NaN. A delay of 0 gives the value itself. */
export function pushDelay(line: DelayLine, value: number): number {
  if (Number.isNaN(value) || line.ring.length === 0) return value
  const at = line.at
  const before = line.ring[at]!
  line.ring[at] = value
  line.at = at + 1 === line.ring.length ? 0 : at + 1
  return before
}
