import { defineIndicator } from '../define.ts'
import { HIGHER_HIGH, HIGHER_LOW, LOWER_HIGH, LOWER_LOW } from '../kernels/candle-facts.ts'
import { type Candles, createCandles, pushCandle } from '../kernels/candles.ts'
import { createHikkake, falseBreak, followHikkake, isInside } from '../kernels/hikkake.ts'
import { hikkakeColumn } from '../kernels/hikkake-columns.ts'

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
    const value = followHikkake(memory, candles, insideBreak(candles))
    if (candles.count > 5) output[0] = value
  },
  columns(_params, run) {
    const inside = [LOWER_HIGH, HIGHER_LOW]
    const shapes = [
      [inside, [LOWER_HIGH, LOWER_LOW]],
      [inside, [HIGHER_HIGH, HIGHER_LOW]],
    ]
    hikkakeColumn({ ...run, lookback: 5, warmUp: 2, shapes, values: [100, -100] }, insideBreak)
  },
})

/** The break of an inside bar, or 0. */
function insideBreak(c: Candles): number {
  return isInside(c, 1) ? falseBreak(c) : 0
}
