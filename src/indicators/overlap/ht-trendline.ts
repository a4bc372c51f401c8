import { defineIndicator } from '../define.ts'
import { CYCLE_LOOKBACK } from '../kernels/cycle-phase.ts'
import { pushTrendline, trendline } from '../kernels/trendline.ts'

/**
 * Instantaneous trendline: the average over one measured cycle, smoothed over four bars.
 *
 * Formula: (4 m[t] + 3 m[t - 1] + 2 m[t - 2] + m[t - 3]) / 10, m = mean of x over the dominant cycle's length.
 * Source: J. F. Ehlers 2001; TA-Lib HT_TRENDLINE.
 * Warm-up: 63 bars. Output: value.
 */
export const htTrendline = defineIndicator({
  name: 'ht-trendline',
  title: 'Instantaneous trendline',
  params: {},
  inputs: ['close'],
  outputs: ['value'],
  lookback: () => CYCLE_LOOKBACK,
  settles: 'the filters of the cycle settle',
  init: () => trendline(),
  step(state, input, output) {
    output[0] = pushTrendline(state, input[0]!)
  },
})
