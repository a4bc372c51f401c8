import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { windowColumns } from '../kernels/extreme-columns.ts'
import { pushMax, pushMin, windowMax, windowMin } from '../kernels/window.ts'

/**
 * Williams %R: how far the close is below the highest high, in percent of the range.
 *
 * Formula: -100 (highest - close) / (highest - lowest); 0 where the range is empty.
 * Source: L. Williams 1973; TA-Lib WILLR.
 * Warm-up: period - 1 bars. Output: value.
 */
export const willr = defineIndicator({
  name: 'willr',
  title: 'Williams %R',
  params: { period: bars(14) },
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ high: windowMax(period), low: windowMin(period) }),
  step(state, input, output) {
    const highest = pushMax(state.high, input[0]!)
    const range = highest - pushMin(state.low, input[1]!)
    output[0] = range === 0 ? 0 : -100 * ((highest - input[2]!) / range)
  },
  columns({ period }, run) {
    windowColumns({ ...run, period }, ({ belowHighest }, [high, low, x, y], { rows, room }) => {
      belowHighest(high!, low!, x!, y!, rows, period, room)
    })
  },
})
