import { DOJI, GAP_DOWN, GAP_UP } from '../kernels/candle-facts.ts'
import { body, bottom, gapsDown, gapsUp, tenthOfRange, top } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Reversal: three dojis, the middle one gapping away; all are measured against the bars before the first.
 *
 * Source: TA-Lib CDLTRISTAR; lengths are measured as kernels/candles.ts says.
 * Warm-up: 12 bars. Output: value.
 */
export const tristar = definePattern({
  name: 'tristar',
  title: 'Tristar',
  candles: 3,
  lookback: 12,
  shapes: [
    [[DOJI], [GAP_UP], []],
    [[DOJI], [GAP_DOWN], []],
  ],
  detect(c) {
    const limit = tenthOfRange(c, 2)
    if (body(c, 2) > limit || body(c, 1) > limit || body(c, 0) > limit) return 0
    if (gapsUp(c, 1, 2) && top(c, 0) < top(c, 1)) return -100
    return gapsDown(c, 1, 2) && bottom(c, 0) > bottom(c, 1) ? 100 : 0
  },
})
