import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { createRing, pushRing } from '../kernels/ring.ts'

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
    place: Math.max(0, Math.ceil((period * percent) / 100) - 1),
    ring: createRing(period),
    sorted: new Float64Array(period),
  }),
  step(state, input, output) {
    if (!pushRing(state.ring, input[0]!)) return
    const { sorted, place } = state
    sorted.set(state.ring.values)
    sorted.sort()
    output[0] = sorted[place]!
  },
})
