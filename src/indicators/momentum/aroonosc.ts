import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushTop, windowTop } from '../kernels/extreme.ts'
import { windowColumns } from '../kernels/extreme-columns.ts'

/**
 * Aroon up less Aroon down.
 *
 * Formula: 100 (bars since the lowest low - bars since the highest high) / period.
 * Source: T. Chande 1995; TA-Lib AROONOSC.
 * Warm-up: period bars. Output: value.
 */
export const aroonosc = defineIndicator({
  name: 'aroonosc',
  title: 'Aroon oscillator',
  params: { period: bars(14) },
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ period, high: windowTop(period + 1), low: windowTop(period + 1) }),
  step(state, input, output) {
    const ready = pushTop(state.high, input[0]!)
    pushTop(state.low, -input[1]!)
    if (ready) output[0] = (100 * (state.low.age - state.high.age)) / state.period
  },
  columns({ period }, run) {
    windowColumns({ ...run, period: period + 1 }, (kernels, [high, low, y], { rows, room }) => {
      kernels.aroonDifference(high!, low!, y!, rows, period, room)
    })
  },
})
