import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { gainOf } from '../kernels/strength.ts'
import { pushWilder, wilderState } from '../kernels/wilder.ts'

/**
 * Chande momentum oscillator on Wilder averages, as TA-Lib has it; cmou is the unsmoothed original.
 *
 * Formula: 100 (G - L) / (G + L), G and L the Wilder averages of gains and losses; 0 where nothing has moved.
 * Source: T. Chande 1994; TA-Lib CMO.
 * Warm-up: period bars. Output: value.
 */
export const cmo = defineIndicator({
  name: 'cmo',
  title: 'Chande momentum oscillator, smoothed',
  params: { period: bars(14) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period,
  init: ({ period }) => ({ previous: Number.NaN, gain: wilderState(period), loss: wilderState(period) }),
  step(state, input, output) {
    const change = input[0]! - state.previous
    state.previous = input[0]!
    const gain = pushWilder(state.gain, gainOf(change))
    const loss = pushWilder(state.loss, gainOf(-change))
    const both = gain + loss
    output[0] = both === 0 ? 0 : (100 * (gain - loss)) / both
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const input = inputs[0]!
    const output = outputs[0]!
    const seeded = start + period
    let gain = 0
    let loss = 0
    for (let t = start + 1; t < end; t++) {
      const change = input[t]! - input[t - 1]!
      if (t <= seeded) {
        gain += gainOf(change)
        loss += gainOf(-change)
        if (t < seeded) continue
        gain /= period
        loss /= period
      } else {
        gain = (gain * (period - 1) + gainOf(change)) / period
        loss = (loss * (period - 1) + gainOf(-change)) / period
      }
      const both = gain + loss
      output[t] = both === 0 ? 0 : (100 * (gain - loss)) / both
    }
  },
})
