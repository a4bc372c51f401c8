import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { createRing, fromRing, pushRing, type Ring } from '../kernels/ring.ts'

/**
 * Hurst exponent of the last period values: about 0.5 for a random walk, above for one that trends, below for one that reverts.
 *
 * Formula: slope of ln(sd of x[t] - x[t - lag]) on ln(lag), lags 1, 2, 4 ... up to a quarter of the period; 0.5 where nothing moves.
 * Source: generalised Hurst exponent, q = 2: T. Di Matteo, Quantitative Finance 7(1), 2007.
 * Warm-up: period - 1 bars. Output: value.
 */
export const hurst = defineIndicator({
  name: 'hurst',
  title: 'Hurst exponent',
  params: { period: bars(100, 16) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => createRing(period),
  step(state, input, output) {
    if (pushRing(state, input[0]!)) output[0] = hurstOf(state)
  },
})

function hurstOf(ring: Ring): number {
  const length = ring.values.length
  let count = 0
  let sumX = 0
  let sumY = 0
  let sumXX = 0
  let sumXY = 0
  for (let gap = 1; gap <= length / 4; gap *= 2) {
    const spread = meanSquaredChange(ring, gap)
    if (spread === 0) return 0.5
    const x = Math.log(gap)
    const y = Math.log(spread) / 2
    count++
    sumX += x
    sumY += y
    sumXX += x * x
    sumXY += x * y
  }
  return (count * sumXY - sumX * sumY) / (count * sumXX - sumX * sumX)
}

function meanSquaredChange(ring: Ring, gap: number): number {
  const pairs = ring.values.length - gap
  let sum = 0
  for (let i = 0; i < pairs; i++) {
    const change = fromRing(ring, i) - fromRing(ring, i + gap)
    sum += change * change
  }
  return sum / pairs
}
