import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { type EmaChain, emaChain, pushChain } from '../kernels/ema-chain.ts'
import { newChain, wholeFrom } from '../kernels/exponential-columns.ts'
import { runTiles } from '../kernels/tiles.ts'
import { newSum, pushSum, windowSum } from '../kernels/window.ts'

/**
 * Mass index: widening and narrowing of the range.
 *
 * Formula: sum over period of EMA(high - low, smooth) / EMA(EMA(high - low)); a ratio of 0 where the range is 0.
 * Source: D. Dorsey 1992; TA-Lib MASSI.
 * Warm-up: 2 (smooth - 1) + period - 1 bars. Output: value.
 */
export const massi = defineIndicator({
  name: 'massi',
  title: 'Mass index',
  params: { smooth: bars(9), period: bars(25) },
  inputs: ['high', 'low'],
  outputs: ['value'],
  lookback: (p) => 2 * (p.smooth - 1) + p.period - 1,
  init: (p) => ({ chain: emaChain(p.smooth, [0, 1]), sum: windowSum(p.period) }),
  step(state, input, output) {
    output[0] = pushSum(state.sum, pushQuotient(state.chain, input[0]! - input[1]!))
  },
  columns(p, { inputs, outputs, start, end }) {
    const [high, low] = inputs as readonly [Float64Array, Float64Array]
    const chain = emaChain(p.smooth, [0, 1])
    const warm = start + 2 * (p.smooth - 1)
    const from = wholeFrom(warm + 1, end)
    if (warm >= end) return
    const quotients: number[] = []
    for (let t = start; t < from; t++) {
      const quotient = pushQuotient(chain, high[t]! - low[t]!)
      if (t >= warm) quotients.push(quotient)
    }
    const first = warm + p.period - 1
    runTiles({ inputs, outputs, start: from, end, first: Math.max(first, from) }, (memory) => {
      const { kernels } = memory
      const [values, state] = [memory.column(), newChain(memory, chain)]
      const sum = newSum(memory, p.period)
      const early = doublesAt(values, quotients.length)
      early.set(quotients)
      kernels.sum(sum, values, values, quotients.length)
      for (let t = first; t < from; t++) outputs[0]![t] = early[t - warm]!
      return (rows, [top, bottom, y]) => {
        kernels.emaQuotient(state, top!, bottom!, values, rows)
        kernels.sum(sum, values, y!, rows)
      }
    })
  },
})

/** The average in parts of its own average; 0 where that is 0, NaN before there is one. */
function pushQuotient(chain: EmaChain, range: number): number {
  const second = pushChain(chain, range)
  return second === 0 ? 0 : (range + chain.shares[0]! * chain.now[0]!) / second
}
