import { defineIndicator } from '../define.ts'
import { hilbertState, pushHilbert } from '../kernels/hilbert.ts'

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
    const input = inputs[0]!
    const [inPhase, quadrature] = outputs as readonly [Float64Array, Float64Array]
    const state = hilbertState(12)
    for (let t = start; t < end; t++) {
      if (!pushHilbert(state, input[t]!) || t < start + 32) continue
      inPhase[t] = state.inPhase
      quadrature[t] = state.quadrature
    }
  },
})
