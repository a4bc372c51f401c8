import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Detrended price oscillator, in the form that looks back only.
 *
 * Formula: x[t - (period / 2 + 1)] - SMA(x, period)[t], half the period rounded down.
 * Source: TA-Lib DPO.
 * Warm-up: max(period - 1, period / 2 + 1) bars. Output: value.
 */
export const dpo = defineIndicator({
  name: 'dpo',
  title: 'Detrended price oscillator',
  params: { period: bars(20) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => Math.max(period - 1, Math.floor(period / 2) + 1),
  init: ({ period }) => ({ before: delayLine(Math.floor(period / 2) + 1), sum: windowSum(period) }),
  step(state, input, output) {
    const value = input[0]!
    output[0] = pushDelay(state.before, value) - pushSum(state.sum, value) / state.sum.period
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const lag = Math.floor(period / 2) + 1
    const first = start + Math.max(period - 1, lag)
    runTiles({ inputs, outputs, start, end, first, lag, unit: 4 * period }, (memory) => {
      const { kernels } = memory
      const [means, sum] = [memory.column(), newSum(memory, period)]
      return (rows, [x, y], t) => {
        kernels.mean(sum, x!, means, rows, period)
        const cold = 8 * Math.min(rows, Math.max(0, first - t))
        kernels.subtract(x! + cold - 8 * lag, means + cold, y! + cold, rows - cold / 8)
      }
    })
  },
})
