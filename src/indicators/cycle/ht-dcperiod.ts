import { defineIndicator } from '../define.ts'
import { hilbertState, pushHilbert } from '../kernels/hilbert.ts'
import { hilbertColumns } from '../kernels/hilbert-columns.ts'

/**
 * Length of the dominant cycle, in bars, 6 to 50.
 *
 * Formula: the Hilbert transform discriminator (kernels/hilbert.ts).
 * Source: J. F. Ehlers 2001; TA-Lib HT_DCPERIOD.
 * Warm-up: 32 bars. Output: value.
 */
export const htDcperiod = defineIndicator({
  name: 'ht-dcperiod',
  title: 'Dominant cycle period',
  params: {},
  inputs: ['close'],
  outputs: ['value'],
  lookback: () => 32,
  settles: 'the filters of the cycle settle',
  init: () => hilbertState(12),
  step(state, input, output) {
    if (pushHilbert(state, input[0]!)) output[0] = state.smoothPeriod
  },
  columns(_params, { inputs, outputs, start, end }) {
    hilbertColumns({
      input: inputs[0]!,
      smoothPeriod: outputs[0]!,
      settle: 12,
      start,
      first: start + 32,
      end,
    })
  },
})
