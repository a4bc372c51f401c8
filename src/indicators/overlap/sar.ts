import { defineIndicator } from '../define.ts'
import { type ParabolicState, parabolic, parabolicColumn, pushParabolic } from '../kernels/parabolic.ts'

/**
 * Parabolic stop and reverse.
 *
 * Formula: stop += acceleration x (extreme - stop); the acceleration grows with each new extreme, up to a maximum; the stop
 * never enters the range of the last two bars and reverses when it is touched. The first direction is that of the first bar's
 * directional movement.
 * Source: J. W. Wilder 1978; TA-Lib SAR.
 * Warm-up: 1 bar. Output: value.
 */
export const sar = defineIndicator({
  name: 'sar',
  title: 'Parabolic stop and reverse',
  params: { acceleration: { default: 0.02, low: 0 }, maximum: { default: 0.2, low: 0 } },
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: () => 1,
  init: createSar,
  step(state, input, output) {
    output[0] = Math.abs(pushParabolic(state, input[0]!, input[1]!))
  },
  columns(params, run) {
    parabolicColumn(run, createSar(params), false)
  },
})

interface SarParams {
  readonly acceleration: number
  readonly maximum: number
}

function createSar({ acceleration, maximum }: SarParams): ParabolicState {
  const step = Math.min(acceleration, maximum)
  const side = { start: step, step, maximum }
  return parabolic({ long: side, short: side, startValue: 0, offset: 0 })
}
