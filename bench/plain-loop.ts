/**
 * The peer benchmark as a bare loop over typed arrays: no strategy contract, no orders, no events, no checks. What this
 * machine can do at most with the same arithmetic, so that figures of two machines can be compared.
 */
import type { BarTable } from '../src/model/index.ts'

export interface PlainResult {
  readonly fills: number
  readonly finalEquity: number
  readonly finalCash: number
}

/** SMA 5 over SMA 10, one unit, next-open fills, on a table without gaps. */
export function runPlainLoop(table: BarTable, openingCash: number): PlainResult {
  const { open, close } = table
  const width = table.instruments.length
  const pulses = table.pulseTimeMs.length
  const sum5 = new Float64Array(width)
  const sum10 = new Float64Array(width)
  const held = new Uint8Array(width)
  const wanted = new Uint8Array(width)
  const equity = new Float64Array(pulses)
  let cash = openingCash
  let fills = 0
  for (let p = 0; p < pulses; p++) {
    const from = p * width
    let value = 0
    for (let i = 0; i < width; i++) {
      const row = from + i
      if (held[i] !== wanted[i]) {
        const price = Math.round(open[row]! * 1e8) / 1e8
        cash += wanted[i] === 1 ? -price : price
        held[i] = wanted[i]!
        fills++
      }
      const last = close[row]!
      if (held[i] === 1) value += last
      let fast = sum5[i]! + last
      let slow = sum10[i]! + last
      if (p >= 9) {
        wanted[i] = fast / 5 > slow / 10 ? 1 : 0
        slow -= close[row - 9 * width]!
      }
      if (p >= 4) fast -= close[row - 4 * width]!
      sum5[i] = fast
      sum10[i] = slow
    }
    equity[p] = cash + value
  }
  return { fills, finalEquity: equity[pulses - 1]!, finalCash: cash }
}
