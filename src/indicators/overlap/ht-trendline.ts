import { defineIndicator } from '../define.ts'
import { CYCLE_LOOKBACK, CYCLE_SETTLE } from '../kernels/cycle-phase.ts'
import { hilbertState, pushHilbert } from '../kernels/hilbert.ts'
import { pushTrendline, trendline } from '../kernels/trendline.ts'
import { trendlineColumn } from '../kernels/trendline-columns.ts'

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
  init: () => ({ hilbert: hilbertState(CYCLE_SETTLE), line: trendline() }),
  step(state, input, output) {
    const isRunning = pushHilbert(state.hilbert, input[0]!)
    const value = pushTrendline(state.line, input[0]!, state.hilbert)
    output[0] = isRunning ? value : Number.NaN
  },
  columns(_, { inputs, outputs, start, end }) {
    trendlineColumn({ input: inputs[0]!, output: outputs[0]!, start, end })
  },
})
