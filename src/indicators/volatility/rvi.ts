import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushEma } from '../kernels/exponential.ts'
import { newEma, wholeFrom } from '../kernels/exponential-columns.ts'
import { newMoments } from '../kernels/moment-columns.ts'
import { pushMoments, windowMoments } from '../kernels/moments.ts'
import { runTiles } from '../kernels/tiles.ts'
import { stepRows } from '../kernels/warm-up.ts'
import { wilderState } from '../kernels/wilder.ts'

/**
 * Relative volatility index: an RSI whose movement is the standard deviation, counted up where the value rose.
 *
 * Formula: 100 U / (U + D), Wilder averages of the population deviation of rising and of falling bars; 0 where there is none.
 * Source: D. Dorsey 1993; TA-Lib RVI.
 * Warm-up: max(deviation - 1, 1) + period - 1 bars. Output: value.
 */
export const rvi = defineIndicator({
  name: 'rvi',
  title: 'Relative volatility index',
  params: { period: bars(14), deviation: bars(10) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: (p) => Math.max(p.deviation - 1, 1) + p.period - 1,
  init: rviState,
  step(state, input, output) {
    output[0] = pushRvi(state, input[0]!)
  },
  columns(p, { inputs, outputs, start, end }) {
    const state = rviState(p)
    const first = start + Math.max(p.deviation - 1, 1) + p.period - 1
    const from = wholeFrom(first + 1, end)
    if (first >= end) return
    stepRows({ inputs, outputs, start, end: from, first }, (input, output) => {
      output[0] = pushRvi(state, input[0]!)
    })
    const rows = { start, end, first: from, cut: from, lag: 1, unit: 4 * p.deviation }
    runTiles({ inputs, outputs, ...rows }, (memory) => {
      const { kernels, column } = memory
      const [deviations, ups, downs] = [column(), column(), column()]
      const moments = newMoments(memory, p.deviation)
      const [up, down] = [newEma(memory, state.up), newEma(memory, state.down)]
      return (count, [x, y], t) => {
        kernels.deviation(moments, x!, deviations, count, 1, 1)
        if (t < from) return
        kernels.bySign(x!, deviations, ups, downs, count)
        kernels.ema(up, ups, ups, count)
        kernels.ema(down, downs, downs, count)
        kernels.balance(ups, downs, y!, count)
      }
    })
  },
})

function rviState(p: { readonly period: number; readonly deviation: number }) {
  return {
    previous: Number.NaN,
    moments: windowMoments(p.deviation),
    up: wilderState(p.period),
    down: wilderState(p.period),
  }
}

function pushRvi(state: ReturnType<typeof rviState>, value: number): number {
  const change = value - state.previous
  state.previous = value
  if (!pushMoments(state.moments, value) || Number.isNaN(change)) return Number.NaN
  const deviation = Math.sqrt(state.moments.variance)
  const up = pushEma(state.up, change > 0 ? deviation : 0)
  const down = pushEma(state.down, change < 0 ? deviation : 0)
  const both = up + down
  return both === 0 ? 0 : 100 * (up / both)
}
