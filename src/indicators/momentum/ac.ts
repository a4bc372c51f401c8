import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Accelerator oscillator: the awesome oscillator less its own simple average.
 *
 * Formula: AO - SMA(AO, signal).
 * Source: B. Williams 1998; TA-Lib AC.
 * Warm-up: max(fast, slow) - 1 + signal - 1 bars. Output: value.
 */
export const ac = defineIndicator({
  name: 'ac',
  title: 'Accelerator oscillator',
  params: { fast: bars(5), slow: bars(34), signal: bars(5) },
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: (p) => Math.max(p.fast, p.slow) - 1 + p.signal - 1,
  init: (p) => ({ fast: windowSum(p.fast), slow: windowSum(p.slow), signal: windowSum(p.signal) }),
  step(state, input, output) {
    const median = (input[0]! + input[1]!) / 2
    const ao =
      pushSum(state.fast, median) / state.fast.period - pushSum(state.slow, median) / state.slow.period
    output[0] = ao - pushSum(state.signal, ao) / state.signal.period
  },
  columns({ fast, slow, signal }, { inputs, outputs, start, end }) {
    const warm = start + Math.max(fast, slow) - 1
    const run = { inputs, outputs, start, end, first: warm + signal - 1 }
    runTiles({ ...run, unit: 4 * Math.max(fast, slow) }, (memory) => {
      const { kernels } = memory
      const prices = memory.column()
      const [quick, long, last] = [newSum(memory, fast), newSum(memory, slow), newSum(memory, signal)]
      return (rows, [high, low, y], t) => {
        kernels.medianPrice(high!, low!, prices, rows)
        kernels.mean(quick, prices, y!, rows, fast)
        kernels.lessMean(long, prices, y!, rows, slow)
        const cold = Math.min(rows, Math.max(0, warm - t))
        const warmed = y! + 8 * cold
        kernels.lessMean(last, warmed, warmed, rows - cold, signal)
      }
    })
  },
})
