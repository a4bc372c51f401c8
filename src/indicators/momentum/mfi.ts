import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushSum, sumColumn, windowSum } from '../kernels/window.ts'

/**
 * Money flow index: an RSI weighted by volume.
 *
 * Formula: 100 P / (P + N), P and N the sums of typical price x volume where it rose or fell; 0 where nothing flowed (in TA-Lib: less than 1).
 * Source: G. Quong and A. Soudack 1989; TA-Lib MFI.
 * Warm-up: period bars. Output: value.
 */
export const mfi = defineIndicator({
  name: 'mfi',
  title: 'Money flow index',
  params: { period: bars(14) },
  inputs: ['high', 'low', 'close', 'volume'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ previous: Number.NaN, up: windowSum(period), down: windowSum(period) }),
  step(state, input, output) {
    const typical = (input[0]! + input[1]! + input[2]!) / 3
    const change = typical - state.previous
    state.previous = typical
    if (Number.isNaN(change)) return
    const flow = typical * input[3]!
    // Equal prices whose sums were rounded differently have not moved.
    const noise = 1e-12 * Math.abs(typical)
    const up = pushSum(state.up, change > noise ? flow : 0)
    const both = up + pushSum(state.down, change < -noise ? flow : 0)
    output[0] = both === 0 ? 0 : 100 * (up / both)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low, close, volume] = inputs as readonly [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    const bars = end - start - 1
    const flows = { up: new Float64Array(bars), down: new Float64Array(bars) }
    let previous = (high[start]! + low[start]! + close[start]!) / 3
    for (let i = 0, t = start + 1; i < bars; i++, t++) {
      const typical = (high[t]! + low[t]! + close[t]!) / 3
      const change = typical - previous
      previous = typical
      const noise = 1e-12 * Math.abs(typical)
      const flow = typical * volume[t]!
      flows.up[i] = change > noise ? flow : 0
      flows.down[i] = change < -noise ? flow : 0
    }
    const output = outputs[0]!.subarray(start + 1, end)
    const downs = new Float64Array(bars)
    sumColumn({ input: flows.up, output, period, start: 0, end: bars })
    sumColumn({ input: flows.down, output: downs, period, start: 0, end: bars })
    for (let i = period - 1; i < bars; i++) {
      const up = output[i]!
      const both = up + downs[i]!
      output[i] = both === 0 ? 0 : 100 * (up / both)
    }
  },
})
