/** Wilder's relative strength (1978): the share of gains in all movement. */
import { pushWilder, type WilderState, wilderState } from './wilder.ts'
import type { WindowRun } from './window-run.ts'

export interface StrengthState {
  /** The value before, NaN before the first. */
  previous: number
  readonly gain: WilderState
  readonly loss: WilderState
}

export function strengthState(period: number): StrengthState {
  return { previous: Number.NaN, gain: wilderState(period), loss: wilderState(period) }
}

/** Takes a value; 0 to 100, or NaN before there are `period` changes. */
export function pushStrength(state: StrengthState, value: number): number {
  const change = value - state.previous
  state.previous = value
  const gain = pushWilder(state.gain, gainOf(change))
  return strength(gain, pushWilder(state.loss, gainOf(-change)))
}

/** A change where it is positive, else 0, without a branch that no processor could foresee: the sum is exact. */
export function gainOf(change: number): number {
  return 0.5 * (Math.abs(change) + change)
}

/** 100 gain / (gain + loss); 0 where nothing has moved. */
function strength(gain: number, loss: number): number {
  const both = gain + loss
  return both === 0 ? 0 : 100 * (gain / both)
}

/** `pushStrength` over a column: the same bits, from `start + period` on. */
export function strengthColumn({ input, output, period, start, end }: WindowRun): void {
  const seeded = start + period
  if (seeded >= end) return
  let gain = 0
  let loss = 0
  let previous = input[start]!
  for (let t = start + 1; t <= seeded; t++) {
    const change = input[t]! - previous
    previous = input[t]!
    gain += gainOf(change)
    loss += gainOf(-change)
  }
  gain /= period
  loss /= period
  output[seeded] = strength(gain, loss)
  for (let t = seeded + 1; t < end; t++) {
    const change = input[t]! - previous
    previous = input[t]!
    gain = (gain * (period - 1) + gainOf(change)) / period
    loss = (loss * (period - 1) + gainOf(-change)) / period
    output[t] = strength(gain, loss)
  }
}
