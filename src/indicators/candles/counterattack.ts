import { BLACK, LONG, WHITE } from '../kernels/candle-facts.ts'
import { areEqual, close, color, isLong } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Reversal: two long candles of opposite colours with equal closes.
 *
 * Source: TA-Lib CDLCOUNTERATTACK; lengths are measured as kernels/candles.ts says.
 * Warm-up: 11 bars. Output: value.
 */
export const counterattack = definePattern({
  name: 'counterattack',
  title: 'Counterattack',
  candles: 2,
  lookback: 11,
  shapes: [
    [
      [LONG, WHITE],
      [LONG, BLACK],
    ],
    [
      [LONG, BLACK],
      [LONG, WHITE],
    ],
  ],
  detect: (c) =>
    color(c, 1) !== color(c, 0) && isLong(c, 1) && isLong(c, 0) && areEqual(c, 1, [close(c, 0), close(c, 1)])
      ? 100 * color(c, 0)
      : 0,
})
