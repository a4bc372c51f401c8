import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
import { emaState, pushEma } from '../kernels/exponential.ts'
import { newEma, wholeFrom } from '../kernels/exponential-columns.ts'
import { runTiles } from '../kernels/tiles.ts'

/**
 * Zero-lag exponential moving average: an EMA of the price plus its own recent change.
 *
 * Formula: EMA(2 x[t] - x[t - lag], period), lag = floor((period - 1) / 2).
 * Source: J. Ehlers and R. Way 2010; TA-Lib ZLEMA.
 * Warm-up: period - 1 + lag bars. Output: value.
 */
export const zlema = defineIndicator({
  name: 'zlema',
  title: 'Zero-lag exponential moving average',
  params: { period: bars(30) },
  inputs: ['close'],
  outputs: ['value'],
  lookback: ({ period }) => period - 1 + Math.floor((period - 1) / 2),
  init: ({ period }) => ({ before: delayLine(Math.floor((period - 1) / 2)), average: emaState(period) }),
  step(state, input, output) {
    const value = input[0]!
    output[0] = pushEma(state.average, 2 * value - pushDelay(state.before, value))
  },
  columns({ period }, { inputs, outputs, start, end }) {
    const input = inputs[0]!
    const average = emaState(period)
    const lag = Math.floor((period - 1) / 2)
    const first = start + lag + period - 1
    const from = wholeFrom(first + 1, end)
    if (first >= end) return
    for (let t = start + lag; t < from; t++) {
      const value = pushEma(average, 2 * input[t]! - input[t - lag]!)
      if (t >= first) outputs[0]![t] = value
    }
    runTiles({ inputs, outputs, start: from, end, first: from, lag }, (memory) => {
      const { kernels } = memory
      const [values, state] = [memory.column(), newEma(memory, average)]
      return (rows, [x, y]) => {
        kernels.twiceLess(x!, x! - 8 * lag, values, rows)
        kernels.ema(state, values, y!, rows)
      }
    })
  },
})
