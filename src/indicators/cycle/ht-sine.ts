import { defineIndicator } from '../define.ts'
import { CYCLE_LOOKBACK, cyclePhase, phaseSine, pushCyclePhase } from '../kernels/cycle-phase.ts'

/**
 * Sine of the phase of the dominant cycle and the same 45 degrees ahead.
 *
 * Formula: sin(phase), sin(phase + 45).
 * Source: J. F. Ehlers 2001; TA-Lib HT_SINE.
 * Warm-up: 63 bars. Outputs: sine, lead.
 */
export const htSine = defineIndicator({
  name: 'ht-sine',
  title: 'Sine of the dominant cycle',
  params: {},
  inputs: ['close'],
  outputs: ['sine', 'lead'],
  lookback: () => CYCLE_LOOKBACK,
  settles: 'the filters of the cycle settle',
  init: () => cyclePhase(),
  step(state, input, output) {
    if (!pushCyclePhase(state, input[0]!)) return
    output[0] = phaseSine(state, 0)
    output[1] = phaseSine(state, 45)
  },
})
