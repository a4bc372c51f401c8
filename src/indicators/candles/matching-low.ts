import { BLACK, NOT_HIGHER, NOT_LOWER } from '../kernels/candle-facts.ts'
import { areEqual, close, isBlack } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Bullish: two black candles with equal closes.
 *
 * Source: TA-Lib CDLMATCHINGLOW; lengths are measured as kernels/candles.ts says.
 * Warm-up: 6 bars. Output: value.
 */
export const matchingLow = definePattern({
  name: 'matching-low',
  title: 'Matching low',
  candles: 2,
  lookback: 6,
  shapes: [[[BLACK], [BLACK, NOT_HIGHER, NOT_LOWER]]],
  values: [100],
  detect: (c) => (isBlack(c, 1) && isBlack(c, 0) && areEqual(c, 1, [close(c, 0), close(c, 1)]) ? 100 : 0),
})
