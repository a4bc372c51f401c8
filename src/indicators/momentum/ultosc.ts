import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { trueRange } from '../kernels/true-range.ts'
import { pushSum, sumColumn, type WindowFold, windowSum } from '../kernels/window.ts'

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
  columns(p, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    const bars = end - start - 1
    const pressure = new Float64Array(bars)
    const range = new Float64Array(bars)
    for (let i = 0, t = start + 1; i < bars; i++, t++) {
      const previous = close[t - 1]!
      range[i] = trueRange(high[t]!, low[t]!, previous)
      pressure[i] = close[t]! - Math.min(low[t]!, previous)
    }
    const periods = [p.short, p.middle, p.long].sort((a, b) => a - b) as [number, number, number]
    const output = outputs[0]!.subarray(start + 1, end)
    const part = new Float64Array(bars)
    const whole = new Float64Array(bars)
    periods.forEach((period, place) => {
      sumColumn({ input: pressure, output: part, period, start: 0, end: bars })
      sumColumn({ input: range, output: whole, period, start: 0, end: bars })
      for (let i = periods[2] - 1; i < bars; i++) {
        const share = whole[i] === 0 ? 0 : part[i]! / whole[i]!
        if (place === 0) output[i] = 4 * share
        else if (place === 1) output[i] = output[i]! + 2 * share
        else output[i] = (100 * (output[i]! + share)) / 7
      }
    })
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
