import { defineIndicator } from '../define.ts'
import { CYCLE_LOOKBACK, cyclePhase, pushCyclePhase } from '../kernels/cycle-phase.ts'

/**
 * Phase of the dominant cycle, in degrees, -45 to 315.
 *
 * Formula: a Fourier transform over one measured period (kernels/cycle-phase.ts).
 * Source: J. F. Ehlers 2001; TA-Lib HT_DCPHASE.
 * Warm-up: 63 bars. Output: value.
 */
export const htDcphase = defineIndicator({
  name: 'ht-dcphase',
  title: 'Dominant cycle phase',
  params: {},
  inputs: ['close'],
  outputs: ['value'],
  lookback: () => CYCLE_LOOKBACK,
  settles: 'the filters of the cycle settle',
  init: () => cyclePhase(),
  step(state, input, output) {
    if (pushCyclePhase(state, input[0]!)) output[0] = state.phase
  },
})
