import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { maxColumn, minColumn } from '../kernels/extreme-columns.ts'
import { pushMax, pushMin, pushSum, sumColumn, windowMax, windowMin, windowSum } from '../kernels/window.ts'

/**
 * Vertical horizontal filter: the range of the closes over the length of their path.
 *
 * Formula: (max(x) - min(x)) / sum of |changes| over the last period bars; 0 where nothing has moved.
 * Source: A. White 1991; TA-Lib VHF.
 * Warm-up: period bars. Output: value.
 */
export const vhf = defineIndicator({
  name: 'vhf',
  title: 'Vertical horizontal filter',
  params: { period: bars(28) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({
    high: windowMax(period),
    low: windowMin(period),
    path: windowSum(period),
    previous: Number.NaN,
  }),
  step(state, input, output) {
    const value = input[0]!
    const range = pushMax(state.high, value) - pushMin(state.low, value)
    const path = pushSum(state.path, Math.abs(value - state.previous))
    state.previous = value
    output[0] = path === 0 ? 0 : range / path
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const input = inputs[0]!
    const output = outputs[0]!
    const changes = new Float64Array(end)
    for (let t = start + 1; t < end; t++) changes[t] = Math.abs(input[t]! - input[t - 1]!)
    const [highest, lowest] = [new Float64Array(end), new Float64Array(end)]
    maxColumn({ input, output: highest, period, start: start + 1, end })
    minColumn({ input, output: lowest, period, start: start + 1, end })
    sumColumn({ input: changes, output, period, start: start + 1, end })
    for (let t = start + period; t < end; t++) {
      const path = output[t]!
      output[t] = path === 0 ? 0 : (highest[t]! - lowest[t]!) / path
    }
  },
})
