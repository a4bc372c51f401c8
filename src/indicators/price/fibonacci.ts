import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushSwing, swingWindow } from '../kernels/swing.ts'

/**
 * Fibonacci retracements between the last confirmed swing high and swing low. Before both are known there is no value (NaN).
 *
 * Formula: level r = end - r (end - start) for r = 0.236, 0.382, 0.5, 0.618, 0.786; the swing runs from the earlier of the two to the later.
 * A swing point is known right bars after it (fractal).
 * Source: R. Fischer, Fibonacci Applications and Strategies for Traders, 1993.
 * Warm-up: left + right bars, then until a swing high and a swing low are confirmed. Outputs: start, end, r236, r382, r500, r618, r786.
 */
export const fibonacci = defineIndicator({
  name: 'fibonacci',
  title: 'Fibonacci levels of the last swing',
  params: { left: bars(5), right: bars(5) },
  inputs: ['high', 'low'],
  outputs: ['start', 'end', 'r236', 'r382', 'r500', 'r618', 'r786'],
  lookback: (p) => p.left + p.right,
  gaps: 'before a swing high and a swing low are confirmed',
  init: (p) => ({
    high: swingWindow(p.left, p.right),
    low: swingWindow(p.left, p.right),
    top: Number.NaN,
    bottom: Number.NaN,
    isRising: true,
  }),
  step(state, input, output) {
    const high = pushSwing(state.high, input[0]!)
    const low = pushSwing(state.low, -input[1]!)
    if (!Number.isNaN(high)) {
      state.top = high
      state.isRising = true
    }
    if (!Number.isNaN(low)) {
      state.bottom = -low
      state.isRising = false
    }
    const start = state.isRising ? state.bottom : state.top
    const end = state.isRising ? state.top : state.bottom
    const move = end - start
    output[0] = start
    output[1] = end
    output[2] = end - 0.236 * move
    output[3] = end - 0.382 * move
    output[4] = end - 0.5 * move
    output[5] = end - 0.618 * move
    output[6] = end - 0.786 * move
  },
})
