import { defineIndicator } from '../define.ts'
import {
  CYCLE_LOOKBACK,
  type CyclePhase,
  cyclePhase,
  phaseSine,
  pushCyclePhase,
} from '../kernels/cycle-phase.ts'
import { smoothedPrice } from '../kernels/hilbert.ts'
import { pushTrendline, trendline } from '../kernels/trendline.ts'

/**
 * 1 while the market trends, 0 while it cycles.
 *
 * Formula: cycling for half a period after the sine crosses its lead and while the phase moves at the rate of the cycle; trending where the price is
 * 1.5 % or more off its trendline.
 * Source: J. F. Ehlers 2001, chapter 11; TA-Lib HT_TRENDMODE.
 * Warm-up: 63 bars. Output: value.
 */
export const htTrendmode = defineIndicator({
  name: 'ht-trendmode',
  title: 'Trend mode',
  params: {},
  inputs: ['close'],
  outputs: ['value'],
  lookback: () => CYCLE_LOOKBACK,
  settles: 'the filters of the cycle settle',
  init: () => ({ cycle: cyclePhase(), line: trendline(), sine: 0, lead: 0, phase: 0, days: 0 }),
  step(state, input, output) {
    const isRunning = pushCyclePhase(state.cycle, input[0]!)
    const line = pushTrendline(state.line, input[0]!, state.cycle.hilbert)
    if (isRunning) output[0] = trendMode(state, line)
  },
})

interface TrendModeState {
  readonly cycle: CyclePhase
  sine: number
  lead: number
  phase: number
  days: number
}

function trendMode(state: TrendModeState, line: number): number {
  const { cycle } = state
  const sine = phaseSine(cycle, 0)
  const lead = phaseSine(cycle, 45)
  const crosses = (sine > lead && state.sine <= state.lead) || (sine < lead && state.sine >= state.lead)
  const turned = cycle.phase - state.phase
  state.sine = sine
  state.lead = lead
  state.phase = cycle.phase
  state.days = crosses ? 1 : state.days + 1
  const period = cycle.hilbert.smoothPeriod
  const rate = 360 / period
  const isCycling =
    crosses || state.days < 0.5 * period || (period !== 0 && turned > 0.67 * rate && turned < 1.5 * rate)
  const isFar = line !== 0 && Math.abs((smoothedPrice(cycle.hilbert) - line) / line) >= 0.015
  return isFar || !isCycling ? 1 : 0
}
