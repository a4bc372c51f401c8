import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushTop, windowTop } from '../kernels/extreme.ts'
import { windowColumns } from '../kernels/extreme-columns.ts'

/**
 * Aroon: how recent the highest high and the lowest low of the window are; 100 is this bar.
 *
 * Formula: up = 100 (period - bars since the highest high) / period, down the same of the lowest low; of equal ones the latest.
 * Source: T. Chande 1995; TA-Lib AROON (which gives down first).
 * Warm-up: period bars. Outputs: up, down.
 */
export const aroon = defineIndicator({
  name: 'aroon',
  title: 'Aroon',
  params: { period: bars(14) },
  inputs: ['high', 'low'],
  outputs: ['up', 'down'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ period, high: windowTop(period + 1), low: windowTop(period + 1) }),
  step(state, input, output) {
    const ready = pushTop(state.high, input[0]!)
    pushTop(state.low, -input[1]!)
    if (!ready) return
    output[0] = (100 * (state.period - state.high.age)) / state.period
    output[1] = (100 * (state.period - state.low.age)) / state.period
  },
  columns({ period }, run) {
    windowColumns({ ...run, period: period + 1 }, (kernels, addresses, { rows, room }) => {
      const [high, low, up, down] = addresses
      kernels.aroon(high!, low!, up!, down!, rows, period, room)
    })
  },
})
