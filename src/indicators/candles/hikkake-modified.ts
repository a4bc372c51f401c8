import { defineIndicator } from '../define.ts'
import { HIGHER_HIGH, HIGHER_LOW, LOWER_HIGH, LOWER_LOW } from '../kernels/candle-facts.ts'
import { type Candles, close, createCandles, high, low, near, pushCandle } from '../kernels/candles.ts'
import { createHikkake, falseBreak, followHikkake, isInside } from '../kernels/hikkake.ts'
import { hikkakeColumn } from '../kernels/hikkake-columns.ts'

/**
 * A hikkake with a second inside bar before it whose close was near the low (for 100) or the high (for -100); 200 or
 * -200 when it is confirmed within three bars.
 *
 * Source: D. Chesler 2003; TA-Lib CDLHIKKAKEMOD.
 * Warm-up: 10 bars. Output: value.
 */
export const hikkakeModified = defineIndicator({
  name: 'hikkake-modified',
  title: 'Modified hikkake',
  params: {},
  inputs: ['open', 'high', 'low', 'close'],
  outputs: ['value'],
  lookback: () => 10,
  init: () => ({ candles: createCandles(4), memory: createHikkake() }),
  step({ candles, memory }, input, output) {
    pushCandle(candles, input)
    // Patterns count from three bars before the first value, so that one of them can still be confirmed.
    if (candles.count <= 7) return
    const value = followHikkake(memory, candles, contextBreak(candles))
    if (candles.count > 10) output[0] = value
  },
  columns(_params, run) {
    const inside = [LOWER_HIGH, HIGHER_LOW]
    const shapes = [
      [inside, inside, [LOWER_HIGH, LOWER_LOW]],
      [inside, inside, [HIGHER_HIGH, HIGHER_LOW]],
    ]
    hikkakeColumn({ ...run, lookback: 10, warmUp: 7, shapes }, contextBreak)
  },
})

/** The break of the second of two inside bars, to the side at which the close of the first was near; or 0. */
function contextBreak(c: Candles): number {
  if (!isInside(c, 2) || !isInside(c, 1)) return 0
  const found = falseBreak(c)
  if (found > 0) return close(c, 2) <= low(c, 2) + near(c, 2) ? found : 0
  if (found < 0) return close(c, 2) >= high(c, 2) - near(c, 2) ? found : 0
  return 0
}
