import { close, color, isWhite, open } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Reversal: a body that covers the opposite one before it; 80 where one end is shared.
 *
 * Source: TA-Lib CDLENGULFING; lengths are measured as kernels/candles.ts says.
 * Warm-up: 2 bars. Output: value.
 */
export const engulfing = definePattern({
  name: 'engulfing',
  title: 'Engulfing',
  candles: 2,
  lookback: 2,
  detect(c) {
    if (color(c, 0) === color(c, 1)) return 0
    const covers = isWhite(c, 0)
      ? (close(c, 0) >= open(c, 1) && open(c, 0) < close(c, 1)) ||
        (close(c, 0) > open(c, 1) && open(c, 0) <= close(c, 1))
      : (open(c, 0) >= close(c, 1) && close(c, 0) < open(c, 1)) ||
        (open(c, 0) > close(c, 1) && close(c, 0) <= open(c, 1))
    if (!covers) return 0
    return color(c, 0) * (open(c, 0) !== close(c, 1) && close(c, 0) !== open(c, 1) ? 100 : 80)
  },
  shapes:
    ({ engulfing: find }) =>
    (rows, [opens, , , closes, y]) => {
      find(opens!, closes!, y!, rows)
    },
})
