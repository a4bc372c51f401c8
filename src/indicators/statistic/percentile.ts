import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { createRing, pushRing } from '../kernels/ring.ts'

/**
 * Percentile of the last period values, interpolated between neighbours.
 *
 * Formula: the value at rank (period - 1) percent / 100 of the sorted window.
 * Source: TA-Lib PERCENTILE; type 7 of Hyndman and Fan 1996.
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
    rank: ((period - 1) * percent) / 100,
    ring: createRing(period),
    sorted: new Float64Array(period),
  }),
  step(state, input, output) {
    if (!pushRing(state.ring, input[0]!)) return
    const { sorted, rank } = state
    sorted.set(state.ring.values)
    sorted.sort()
    const below = Math.floor(rank)
    const low = sorted[below]!
    output[0] = below + 1 < sorted.length ? low + (rank - below) * (sorted[below + 1]! - low) : low
  },
})
