import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'
import { newEma, wholeFrom } from '../kernels/exponential-columns.ts'
import { newSmoothings, pushSmoothing, smoothingState } from '../kernels/smoothing.ts'
import { runTiles } from '../kernels/tiles.ts'
import { stepRows } from '../kernels/warm-up.ts'
import { pushMax, pushMin, windowMax, windowMin } from '../kernels/window.ts'

/**
 * Stochastic momentum index: the distance of the close from the middle of the range, twice smoothed.
 *
 * Formula: 100 E(E(close - m)) / E(E((highest - lowest) / 2)), m the middle; E(E()) are EMAs of slow, then fast bars; signal = EMA(smi).
 * Source: W. Blau 1993; TA-Lib SMI.
 * Warm-up: period + slow + fast + signal - 4 bars. Outputs: smi, signal.
 */
export const smi = defineIndicator({
  name: 'smi',
  title: 'Stochastic momentum index',
  params: { period: bars(13), fast: bars(2), slow: bars(25), signal: bars(9) },
  inputs: ['high', 'low', 'close'],
  outputs: ['smi', 'signal'],
  lookback: (p) => p.period + p.slow + p.fast - 3 + p.signal - 1,
  init: smiState,
  step: pushSmi,
  columns(p, { inputs, outputs, start, end }) {
    const state = smiState(p)
    const first = start + p.period + p.slow + p.fast - 3 + p.signal - 1
    const from = wholeFrom(first + 1, end)
    if (first >= end) return
    stepRows({ inputs, outputs, start, end: from, first }, (input, output) => {
      pushSmi(state, input, output)
    })
    const lag = p.period - 1
    runTiles({ inputs, outputs, start: from, end, first: from, lag, tile: p.period }, (memory) => {
      const { kernels, column, bytes, rows: most } = memory
      const [highest, lowest] = [column(), column()]
      const room = bytes(8 * (most + p.period))
      const { distance, range } = state
      const states = newSmoothings(memory, distance.slow, distance.fast, range.slow, range.fast)
      const average = newEma(memory, state.signal)
      return (rows, [high, low, close, smi, signal]) => {
        kernels.max(high!, highest, rows, p.period, room)
        kernels.min(low!, lowest, rows, p.period, room)
        kernels.fromMiddle(highest, lowest, close!, rows)
        kernels.smoothedShare(states, highest, lowest, smi!, rows)
        kernels.ema(average, smi!, signal!, rows)
      }
    })
  },
})

function smiState(p: {
  readonly period: number
  readonly fast: number
  readonly slow: number
  readonly signal: number
}) {
  return {
    high: windowMax(p.period),
    low: windowMin(p.period),
    distance: { slow: smoothingState(p.slow), fast: smoothingState(p.fast) },
    range: { slow: smoothingState(p.slow), fast: smoothingState(p.fast) },
    signal: emaState(p.signal),
  }
}

function pushSmi(state: ReturnType<typeof smiState>, input: ArrayLike<number>, output: Float64Array): void {
  const highest = pushMax(state.high, input[0]!)
  const lowest = pushMin(state.low, input[1]!)
  const distance = pushSmoothing(state.distance.slow, input[2]! - (highest + lowest) / 2)
  const range = pushSmoothing(state.range.slow, (highest - lowest) / 2)
  const above = pushSmoothing(state.distance.fast, distance)
  const half = pushSmoothing(state.range.fast, range)
  const smi = half === 0 ? 0 : (100 * above) / half
  const signal = pushEma(state.signal, smi)
  output[0] = Number.isNaN(signal) ? signal : smi
  output[1] = signal
}
