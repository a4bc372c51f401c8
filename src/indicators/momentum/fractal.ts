import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { pushSwing, swingWindow } from '../kernels/swing.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Williams fractal: 100 at the bar that confirms a swing, which lies right bars before it; else 0.
 *
 * Formula: swingHigh where high[t - right] exceeds the left highs before and the right highs after it; swingLow the same of lows.
 * Source: B. Williams 1995; TA-Lib FRACTAL.
 * Warm-up: left + right bars. Outputs: swingHigh, swingLow.
 */
export const fractal = defineIndicator({
  name: 'fractal',
  title: 'Williams fractal',
  params: { left: bars(2), right: bars(2) },
  inputs: ['high', 'low'],
  outputs: ['swingHigh', 'swingLow'],
  lookback: (p) => p.left + p.right,
  init: (p) => ({
    settle: p.left + p.right,
    high: swingWindow(p.left, p.right),
    low: swingWindow(p.left, p.right),
  }),
  step(state, input, output) {
    const high = pushSwing(state.high, input[0]!)
    const low = pushSwing(state.low, -input[1]!)
    if (state.settle-- > 0) return
    state.settle = 0
    output[0] = Number.isNaN(high) ? 0 : 100
    output[1] = Number.isNaN(low) ? 0 : 100
  },
  columns({ left, right }, { inputs, outputs, start, end }) {
    const first = start + left + right
    const run = { inputs, outputs, start: first, end, first, lag: left + right }
    runTiles(run, ({ kernels }) => (rows, [high, low, tops, bottoms]) => {
      kernels.fractals(high!, low!, tops!, bottoms!, rows, left, right)
    })
  },
})
