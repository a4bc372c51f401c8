import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { createRing, meanDistance, pushRing } from '../kernels/ring.ts'
import { meanColumn, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Commodity channel index: the distance of the typical price from its mean, in mean deviations.
 *
 * Formula: (p - mean) / (0.015 mean |p - mean|) over the window, p = (high + low + close) / 3; 0 where nothing deviates.
 * Source: D. Lambert 1980; TA-Lib CCI.
 * Warm-up: period - 1 bars. Output: value.
 */
export const cci = defineIndicator({
  name: 'cci',
  title: 'Commodity channel index',
  params: { period: bars(14) },
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1,
  init: ({ period }) => ({ ring: createRing(period), sum: windowSum(period) }),
  step(state, input, output) {
    const typical = (input[0]! + input[1]! + input[2]!) / 3
    const mean = pushSum(state.sum, typical) / state.sum.period
    if (!pushRing(state.ring, typical)) return
    const distance = meanDistance(state.ring, mean)
    const above = typical - mean
    output[0] = above === 0 || distance === 0 ? 0 : above / (0.015 * distance)
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const [high, low, close] = inputs as readonly [Float64Array, Float64Array, Float64Array]
    const prices = new Float64Array(end - start)
    for (let i = 0, t = start; t < end; i++, t++) prices[i] = (high[t]! + low[t]! + close[t]!) / 3
    const output = outputs[0]!.subarray(start, end)
    meanColumn({ input: prices, output, period, start: 0, end: prices.length })
    for (let i = period - 1; i < prices.length; i++) {
      const mean = output[i]!
      // In the order in which the ring of the kernel holds them: the current block, then what is left of the one before.
      const block = i - (i % period)
      let sum = 0
      for (let k = block; k <= i; k++) sum += Math.abs(prices[k]! - mean)
      for (let k = i - period + 1; k < block; k++) sum += Math.abs(prices[k]! - mean)
      const distance = sum / period
      const above = prices[i]! - mean
      output[i] = above === 0 || distance === 0 ? 0 : above / (0.015 * distance)
    }
  },
})
