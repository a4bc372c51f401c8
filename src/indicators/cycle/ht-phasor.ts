import { defineIndicator } from '../define.ts'
import { hilbertState, pushHilbert } from '../kernels/hilbert.ts'
import { hilbertColumns } from '../kernels/hilbert-columns.ts'

/**
 * In-phase and quadrature components of the detrended price.
 *
 * Formula: the Hilbert transform discriminator (kernels/hilbert.ts).
 * Source: J. F. Ehlers 2001; TA-Lib HT_PHASOR.
 * Warm-up: 32 bars. Outputs: inPhase, quadrature.
 */
export const htPhasor = defineIndicator({
  name: 'ht-phasor',
  title: 'Phasor components',
  params: {},
  inputs: ['close'],
  outputs: ['inPhase', 'quadrature'],
  lookback: () => 32,
  settles: 'the filters of the cycle settle',
  init: () => hilbertState(12),
  step(state, input, output) {
    if (!pushHilbert(state, input[0]!)) return
    output[0] = state.inPhase
    output[1] = state.quadrature
  },
  columns(_params, { inputs, outputs, start, end }) {
    const [inPhase, quadrature] = outputs as readonly [Float64Array, Float64Array]
    hilbertColumns({ input: inputs[0]!, inPhase, quadrature, settle: 12, start, first: start + 32, end })
  },
})
