import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { maxColumn, minColumn } from '../kernels/extreme-columns.ts'
import { runTiles } from '../kernels/tiles.ts'
import { pushMax, pushMin, type WindowFold, windowMax, windowMin } from '../kernels/window.ts'

interface DonchianState {
  readonly high: WindowFold
  readonly low: WindowFold
}

/**
 * Donchian channel: the highest high and the lowest low of the last `period` bars, the current one included. A close can
 * therefore never lie outside; to trade a breakout compare with the channel of the bar before, `lag(donchian(20).upper, 1)`.
 *
 * Formula: upper = max(high), lower = min(low) over the window, middle = (upper + lower) / 2.
 * Source: R. Donchian's four-week rule; upper and lower are TA-Lib's MAX(high) and MIN(low).
 * Warm-up: period - 1 bars. Outputs: upper, middle, lower.
 */
export const donchian = defineIndicator({
  name: 'donchian',
  title: 'Donchian channel',
  params: { period: bars(20) },
  inputs: ['high', 'low'],
  outputs: ['upper', 'middle', 'lower'],
  lookback: ({ period }) => period - 1,
  init: ({ period }): DonchianState => ({ high: windowMax(period), low: windowMin(period) }),
  step(state, input, output) {
    const upper = pushMax(state.high, input[0]!)
    const lower = pushMin(state.low, input[1]!)
    output[0] = upper
    output[1] = (upper + lower) / 2
    output[2] = lower
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [upper, middle, lower] = outputs as readonly [Float64Array, Float64Array, Float64Array]
    maxColumn({ input: inputs[0]!, output: upper, period, start, end })
    minColumn({ input: inputs[1]!, output: lower, period, start, end })
    const first = start + period - 1
    // The ends are known: windows of one row, which need no memory.
    const run = { inputs: [upper, lower], outputs: [middle], start: first, end, first }
    runTiles(run, ({ kernels }) => (rows, [highest, lowest, y]) => {
      kernels.midpoint(highest!, lowest!, y!, rows, 1, 0)
    })
  },
})
