import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { trueRange } from '../kernels/true-range.ts'
import { pushSum, type WindowFold, windowSum } from '../kernels/window.ts'

/**
 * Ultimate oscillator: buying pressure over three windows.
 *
 * Formula: 100 (4 a + 2 b + c) / 7, each the sum of close - min(low, previous close) over the sum of the true range, shortest window first.
 * Source: L. Williams 1985; TA-Lib ULTOSC.
 * Warm-up: longest period bars. Output: value.
 */
export const ultosc = defineIndicator({
  name: 'ultosc',
  title: 'Ultimate oscillator',
  params: { short: bars(7), middle: bars(14), long: bars(28) },
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: (p) => Math.max(p.short, p.middle, p.long),
  init: (p) => {
    const [short, middle, long] = [p.short, p.middle, p.long].sort((a, b) => a - b) as [
      number,
      number,
      number,
    ]
    return {
      previous: Number.NaN,
      short: { pressure: windowSum(short), range: windowSum(short) },
      middle: { pressure: windowSum(middle), range: windowSum(middle) },
      long: { pressure: windowSum(long), range: windowSum(long) },
    }
  },
  step(state, input, output) {
    const close = input[2]!
    const range = trueRange(input[0]!, input[1]!, state.previous)
    const pressure = close - Math.min(input[1]!, state.previous)
    state.previous = close
    const short = pushShare(state.short, pressure, range)
    const middle = pushShare(state.middle, pressure, range)
    const long = pushShare(state.long, pressure, range)
    output[0] = (100 * (4 * short + 2 * middle + long)) / 7
  },
})

interface Share {
  readonly pressure: WindowFold
  readonly range: WindowFold
}

function pushShare(share: Share, pressure: number, range: number): number {
  const whole = pushSum(share.range, range)
  const part = pushSum(share.pressure, pressure)
  return whole === 0 ? 0 : part / whole
}
