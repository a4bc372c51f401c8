import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Awesome oscillator: the difference of two simple averages of the median price.
 *
 * Formula: SMA((high + low) / 2, fast) - SMA((high + low) / 2, slow).
 * Source: B. Williams 1998; TA-Lib AO.
 * Warm-up: max(fast, slow) - 1 bars. Output: value.
 */
export const ao = defineIndicator({
  name: 'ao',
  title: 'Awesome oscillator',
  params: { fast: bars(5), slow: bars(34) },
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: (p) => Math.max(p.fast, p.slow) - 1,
  init: ({ fast, slow }) => ({ fast: windowSum(fast), slow: windowSum(slow) }),
  step(state, input, output) {
    const median = (input[0]! + input[1]!) / 2
    output[0] =
      pushSum(state.fast, median) / state.fast.period - pushSum(state.slow, median) / state.slow.period
  },
  columns({ fast, slow }, { inputs, outputs, start, end }) {
    const run = { inputs, outputs, start, end, first: start + Math.max(fast, slow) - 1 }
    runTiles({ ...run, unit: 4 * Math.max(fast, slow) }, (memory) => {
      const { kernels } = memory
      const prices = memory.column()
      const [quick, long] = [newSum(memory, fast), newSum(memory, slow)]
      return (rows, [high, low, y]) => {
        kernels.medianPrice(high!, low!, prices, rows)
        kernels.mean(quick, prices, y!, rows, fast)
        kernels.lessMean(long, prices, y!, rows, slow)
      }
    })
  },
})
