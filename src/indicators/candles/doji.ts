import { isDoji } from '../kernels/candles.ts'
import { definePattern } from './define-pattern.ts'

/**
 * Indecision: open and close are almost equal. Always 100, which says nothing of a direction.
 *
 * Source: TA-Lib CDLDOJI; lengths are measured as kernels/candles.ts says.
 * Warm-up: 10 bars. Output: value.
 */
export const doji = definePattern({
  name: 'doji',
  title: 'Doji',
  candles: 1,
  lookback: 10,
  detect: (c) => (isDoji(c, 0) ? 100 : 0),
  shapes:
    ({ doji: find }) =>
    (rows, [open, high, low, close, y]) => {
      find(open!, high!, low!, close!, y!, rows)
    },
})
