import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'
import { newEma, wholeFrom } from '../kernels/exponential-columns.ts'
import { percentChange } from '../kernels/percent-change.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Chaikin volatility: the rate of change of the average range, in percent.
 *
 * Formula: ROC(EMA(high - low, period), change); 0 where the average was 0.
 * Source: M. Chaikin; TA-Lib CVI.
 * Warm-up: period - 1 + change bars. Output: value.
 */
export const cvi = defineIndicator({
  name: 'cvi',
  title: 'Chaikin volatility',
  params: { period: bars(10), change: bars(10) },
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: (p) => p.period - 1 + p.change,
  init: (p) => ({ range: emaState(p.period), before: delayLine(p.change) }),
  step(state, input, output) {
    const range = pushEma(state.range, input[0]! - input[1]!)
    const before = pushDelay(state.before, range)
    output[0] = percentChange(range, before)
  },
  columns({ period, change }, { inputs, outputs, start, end }) {
    const [high, low] = inputs as readonly [Float64Array, Float64Array]
    const average = emaState(period)
    const warm = start + period - 1
    const from = wholeFrom(warm + 1, end)
    if (warm >= end) return
    const early: number[] = []
    for (let t = start; t < from; t++) {
      const range = pushEma(average, high[t]! - low[t]!)
      if (t >= warm) early.push(range)
    }
    for (let t = warm + change; t < from; t++) {
      outputs[0]![t] = percentChange(early[t - warm]!, early[t - warm - change]!)
    }
    runTiles({ inputs, outputs, start: from, end, first: Math.max(warm + change, from) }, (memory) => {
      const { kernels } = memory
      const [ranges, state] = [memory.column(1, change), newEma(memory, average)]
      const kept = doublesAt(ranges - 8 * change, change + memory.rows)
      early.slice(-change).forEach((range, k, all) => (kept[change - all.length + k] = range))
      return (rows, [top, bottom, y]) => {
        kernels.emaOfDifference(state, top!, bottom!, ranges, rows)
        kernels.percentChange(ranges, ranges - 8 * change, y!, rows)
        kept.copyWithin(0, rows, rows + change)
      }
    })
  },
})
