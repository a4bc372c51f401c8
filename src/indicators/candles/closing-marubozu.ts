import { BLACK, LONG, NO_LOWER, NO_UPPER, WHITE } from '../kernels/candle-facts.ts'
import { color, hasNoLower, hasNoUpper, isLong, isWhite } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * A long candle that closes at its extreme: white without upper, black without lower shadow.
 *
 * Source: TA-Lib CDLCLOSINGMARUBOZU; lengths are measured as kernels/candles.ts says.
 * Warm-up: 10 bars. Output: value.
 */
export const closingMarubozu = definePattern({
  name: 'closing-marubozu',
  title: 'Closing marubozu',
  candles: 1,
  lookback: 10,
  shapes: [[[LONG, WHITE, NO_UPPER]], [[LONG, BLACK, NO_LOWER]]],
  values: [100, -100],
  detect: (c) =>
    isLong(c, 0) && (isWhite(c, 0) ? hasNoUpper(c, 0) : hasNoLower(c, 0)) ? 100 * color(c, 0) : 0,
})
