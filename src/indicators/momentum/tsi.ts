import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { wholeFrom } from '../kernels/exponential-columns.ts'
import { newSmoothings, pushSmoothing, smoothingState } from '../kernels/smoothing.ts'
import { runTiles } from '../kernels/tiles.ts'
import { stepRows } from '../kernels/warm-up.ts'

/**
 * True strength index: twice smoothed changes over twice smoothed absolute changes.
 *
 * Formula: 100 EMA(EMA(d, slow), fast) / EMA(EMA(|d|, slow), fast), d = x[t] - x[t - 1]; 0 where nothing has moved.
 * Source: W. Blau 1991; TA-Lib TSI.
 * Warm-up: slow + fast - 1 bars. Output: value.
 */
export const tsi = defineIndicator({
  name: 'tsi',
  title: 'True strength index',
  params: { slow: bars(25), fast: bars(13) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: (p) => p.slow + p.fast - 1,
  init: tsiState,
  step(state, input, output) {
    output[0] = pushTsi(state, input[0]!)
  },
  columns(p, { inputs, outputs, start, end }) {
    const state = tsiState(p)
    const first = start + p.slow + p.fast - 1
    const from = wholeFrom(first + 1, end)
    if (first >= end) return
    stepRows({ inputs, outputs, start, end: from, first }, (input, output) => {
      output[0] = pushTsi(state, input[0]!)
    })
    const rows = { inputs, outputs, start: from, end, first: from, lag: 1, isOnePass: true }
    runTiles(rows, (memory) => {
      const { kernels } = memory
      const states = newSmoothings(
        memory,
        state.change.slow,
        state.change.fast,
        state.size.slow,
        state.size.fast,
      )
      return (count, [x, y]) => {
        kernels.smoothedChange(states, x!, y!, count)
      }
    })
  },
})

function tsiState(p: { readonly slow: number; readonly fast: number }) {
  return {
    previous: Number.NaN,
    change: { slow: smoothingState(p.slow), fast: smoothingState(p.fast) },
    size: { slow: smoothingState(p.slow), fast: smoothingState(p.fast) },
  }
}

function pushTsi(state: ReturnType<typeof tsiState>, value: number): number {
  const change = value - state.previous
  state.previous = value
  const net = pushSmoothing(state.change.fast, pushSmoothing(state.change.slow, change))
  const gross = pushSmoothing(state.size.fast, pushSmoothing(state.size.slow, Math.abs(change)))
  return gross === 0 ? 0 : (100 * net) / gross
}
