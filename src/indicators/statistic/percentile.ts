import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { pushSorted, sortedWindow } from '../kernels/sorted-window.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Percentile of the last period values by nearest rank: always one of them.
 *
 * Formula: the value of rank ceil(period percent / 100), at least 1, of the sorted window.
 * Source: TA-Lib PERCENTILE; type 1 of Hyndman and Fan 1996.
 * Warm-up: period - 1 bars. Output: value.
 */
export const percentile = defineIndicator({
  name: 'percentile',
  title: 'Rolling percentile',
  params: { period: bars(30), percent: { default: 50, low: 0, high: 100 } },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period, percent }) => ({
    place: placeOf(period, percent),
    window: sortedWindow(period),
  }),
  step(state, input, output) {
    if (pushSorted(state.window, input[0]!)) output[0] = state.window.sorted[state.place]!
  },
  columns({ period, percent }, { inputs, outputs, start, end }) {
    const run = { inputs, outputs, start, end, first: start + period - 1, lag: period }
    runTiles(run, ({ kernels, bytes }) => {
      const sorted = bytes(8 * (period + 2))
      doublesAt(sorted, period + 2).fill(Number.POSITIVE_INFINITY)
      const place = placeOf(period, percent)
      return (rows, [x, y], t) => {
        kernels.percentile(sorted, x!, y!, rows, period, place, t - start)
      }
    })
  },
})

/** The nearest rank, counted from 0. */
function placeOf(period: number, percent: number): number {
  return Math.max(0, Math.ceil((period * percent) / 100) - 1)
}
