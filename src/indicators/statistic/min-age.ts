import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushTop, windowTop } from '../kernels/extreme.ts'
import { windowColumns } from '../kernels/extreme-columns.ts'

/**
 * Bars since the lowest value of the last period bars.
 *
 * Formula: bars since min(x), 0 for this bar; of equal ones the latest.
 * Source: TA-Lib MININDEX, counted back from the bar instead of from the start of the data.
 * Warm-up: period - 1 bars. Output: value.
 */
export const minAge = defineIndicator({
  name: 'min-age',
  title: 'Bars since the lowest value',
  params: { period: bars(30) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => windowTop(period),
  step(state, input, output) {
    if (pushTop(state, -input[0]!)) output[0] = state.age
  },
  columns({ period }, run) {
    windowColumns({ ...run, period }, (kernels, [x, y], { rows, room }) => {
      kernels.minAge(x!, y!, rows, period, room)
    })
  },
})
