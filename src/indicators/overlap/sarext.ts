import { defineIndicator } from '../define.ts'
import { type ParabolicState, parabolic, parabolicColumn, pushParabolic } from '../kernels/parabolic.ts'

/**
 * Parabolic stop and reverse with a start of its own and different accelerations for each side; negative while short.
 *
 * Formula: that of sar; a positive start begins long there, a negative one short at its absolute value, 0 as sar does. On a
 * reversal the stop is moved away by the fraction offset.
 * Source: TA-Lib SAREXT.
 * Warm-up: 1 bar. Output: value.
 */
export const sarext = defineIndicator({
  name: 'sarext',
  title: 'Parabolic stop and reverse, extended',
  params: {
    start: { default: 0, low: Number.NEGATIVE_INFINITY },
    offset: { default: 0, low: 0 },
    initLong: { default: 0.02, low: 0 },
    stepLong: { default: 0.02, low: 0 },
    maxLong: { default: 0.2, low: 0 },
    initShort: { default: 0.02, low: 0 },
    stepShort: { default: 0.02, low: 0 },
    maxShort: { default: 0.2, low: 0 },
  },
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: () => 1,
  init: createSarext,
  step(state, input, output) {
    output[0] = pushParabolic(state, input[0]!, input[1]!)
  },
  columns(params, run) {
    parabolicColumn(run, createSarext(params), true)
  },
})

type SarextParams = Readonly<
  Record<'start' | 'offset' | `${'init' | 'step' | 'max'}${'Long' | 'Short'}`, number>
>

function createSarext(p: SarextParams): ParabolicState {
  return parabolic({
    long: {
      start: Math.min(p.initLong, p.maxLong),
      step: Math.min(p.stepLong, p.maxLong),
      maximum: p.maxLong,
    },
    short: {
      start: Math.min(p.initShort, p.maxShort),
      step: Math.min(p.stepShort, p.maxShort),
      maximum: p.maxShort,
    },
    startValue: p.start,
    offset: p.offset,
  })
}
