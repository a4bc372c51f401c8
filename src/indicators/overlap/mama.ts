import { defineIndicator } from '../define.ts'
import { hilbertState, pushHilbert } from '../kernels/hilbert.ts'

/**
 * MESA adaptive moving average: an average whose weight follows the rate at which the phase of the cycle changes.
 *
 * Formula: weight = fast / phase change in degrees, between slow and fast; following is averaged with half that weight.
 * Both start from 0 at bar 12, so the first values after the warm-up still carry that start, as TA-Lib's do.
 * Source: J. F. Ehlers 2001; TA-Lib MAMA.
 * Warm-up: 32 bars. Outputs: value, following.
 */
export const mama = defineIndicator({
  name: 'mama',
  title: 'MESA adaptive moving average',
  params: { fast: { default: 0.5, low: 0.01, high: 0.99 }, slow: { default: 0.05, low: 0.01, high: 0.99 } },
  inputs: ['close'],
  outputs: ['value', 'following'],
  lookback: () => 32,
  check: ({ fast, slow }) => (slow <= fast ? undefined : 'slow must not exceed fast, but it does.'),
  settles: 'the filters of the cycle settle',
  init: ({ fast, slow }) => ({
    fast,
    slow,
    hilbert: hilbertState(12),
    phase: 0,
    value: 0,
    following: 0,
  }),
  step(state, input, output) {
    const price = input[0]!
    if (!pushHilbert(state.hilbert, price)) return
    const { inPhase, quadrature } = state.hilbert
    const phase = inPhase === 0 ? 0 : (Math.atan(quadrature / inPhase) * 180) / Math.PI
    const change = Math.max(1, state.phase - phase)
    state.phase = phase
    const weight = Math.max(state.slow, state.fast / change)
    state.value = weight * price + (1 - weight) * state.value
    state.following = 0.5 * weight * state.value + (1 - 0.5 * weight) * state.following
    output[0] = state.value
    output[1] = state.following
  },
})
