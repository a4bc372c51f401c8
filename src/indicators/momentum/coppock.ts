import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
import { runTiles } from '../kernels/tiles.ts'
import { pushTrend, trendWeightedMean, windowTrend } from '../kernels/trend.ts'
import { newTrend } from '../kernels/trend-columns.ts'

/**
 * Coppock curve: a weighted average of two rates of change, in percent.
 *
 * Formula: WMA(ROC(x, first) + ROC(x, second), period).
 * Source: E. Coppock 1962; TA-Lib COPPOCK.
 * Warm-up: max(first, second) + period - 1 bars. Output: value.
 */
export const coppock = defineIndicator({
  name: 'coppock',
  title: 'Coppock curve',
  params: { period: bars(10), first: bars(11), second: bars(14) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: (p) => Math.max(p.first, p.second) + p.period - 1,
  init: (p) => ({
    first: delayLine(p.first),
    second: delayLine(p.second),
    average: windowTrend(p.period),
  }),
  step(state, input, output) {
    const value = input[0]!
    const first = pushDelay(state.first, value)
    const second = pushDelay(state.second, value)
    const sum =
      (first === 0 ? 0 : (value / first - 1) * 100) + (second === 0 ? 0 : (value / second - 1) * 100)
    output[0] = pushTrend(state.average, sum) ? trendWeightedMean(state.average) : Number.NaN
  },
  columns({ period, first, second }, { inputs, outputs, start, end }) {
    const lag = Math.max(first, second)
    const warm = start + lag
    const run = { inputs, outputs, start: warm, end, first: warm + period - 1, lag, unit: 4 * period }
    runTiles(run, (memory) => {
      const { kernels } = memory
      const [sums, others, trend] = [memory.column(), memory.column(), newTrend(memory, period)]
      return (rows, [x, y]) => {
        kernels.relativeChange(x!, x! - 8 * first, sums, rows, 100)
        kernels.relativeChange(x!, x! - 8 * second, others, rows, 100)
        kernels.add(sums, others, sums, rows)
        kernels.weightedMean(trend, sums, y!, rows)
      }
    })
  },
})
