import { defineIndicator } from '../define.ts'
import { createCandles, pushCandle } from '../kernels/candles.ts'
import { createHikkake, falseBreak, followHikkake, isInside } from '../kernels/hikkake.ts'

/**
 * A bar breaks out of an inside bar; 100 below it, -100 above it, and 200 or -200 when a close within three bars takes
 * the break back.
 *
 * Source: D. Chesler 2003; TA-Lib CDLHIKKAKE.
 * Warm-up: 5 bars. Output: value.
 */
export const hikkake = defineIndicator({
  name: 'hikkake',
  title: 'Hikkake',
  params: {},
  inputs: ['open', 'high', 'low', 'close'],
  outputs: ['value'],
  lookback: () => 5,
  init: () => ({ candles: createCandles(3), memory: createHikkake() }),
  step({ candles, memory }, input, output) {
    pushCandle(candles, input)
    // Patterns count from three bars before the first value, so that one of them can still be confirmed.
    if (candles.count <= 2) return
    const value = followHikkake(memory, candles, isInside(candles, 1) ? falseBreak(candles) : 0)
    if (candles.count > 5) output[0] = value
  },
})
