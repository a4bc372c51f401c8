import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { runTiles, type TileMemory } from '../kernels/tiles.ts'
import { trueRange } from '../kernels/true-range.ts'
import { pushSum, type WindowFold, windowSum } from '../kernels/window.ts'

/**
 * Ultimate oscillator: buying pressure over three windows.
 *
 * Formula: 100 (4 a + 2 b + c) / 7, each the sum of close - min(low, previous close) over the sum of the true range, shortest window first.
 * Source: L. Williams 1985; TA-Lib ULTOSC.
 * Warm-up: longest period bars. Output: value.
 */
export const ultosc = defineIndicator({
  name: 'ultosc',
  title: 'Ultimate oscillator',
  params: { short: bars(7), middle: bars(14), long: bars(28) },
  inputs: ['high', 'low', 'close'],
  outputs: ['value'],
  lookback: (p) => Math.max(p.short, p.middle, p.long),
  init: (p) => {
    const [short, middle, long] = [p.short, p.middle, p.long].sort((a, b) => a - b) as [
      number,
      number,
      number,
    ]
    return {
      previous: Number.NaN,
      short: { pressure: windowSum(short), range: windowSum(short) },
      middle: { pressure: windowSum(middle), range: windowSum(middle) },
      long: { pressure: windowSum(long), range: windowSum(long) },
    }
  },
  step(state, input, output) {
    const close = input[2]!
    const range = trueRange(input[0]!, input[1]!, state.previous)
    const pressure = close - Math.min(input[1]!, state.previous)
    state.previous = close
    const short = pushShare(state.short, pressure, range)
    const middle = pushShare(state.middle, pressure, range)
    const long = pushShare(state.long, pressure, range)
    output[0] = (4 * short + 2 * middle + long) * (100 / 7)
  },
  columns(p, { inputs, outputs, start, end }) {
    const periods = [p.short, p.middle, p.long].sort((a, b) => a - b) as [number, number, number]
    const rows = { inputs, outputs, start: start + 1, end, first: start + periods[2] }
    runTiles({ ...rows, lag: 1, unit: 2 * periods[2] }, (memory) => {
      const { kernels, column } = memory
      // Pressure and range side by side.
      const pairs = column(2)
      const windows = periods.map((period) => ({ state: newShare(memory, period), shares: column() }))
      const [short, middle, long] = windows.map(({ shares }) => shares)
      return (count, [high, low, close, y]) => {
        kernels.pressures(high!, low!, close!, pairs, count)
        for (const { state, shares } of windows) kernels.windowShare(state, pairs, shares, count)
        kernels.ultimate(short!, middle!, long!, y!, count)
      }
    })
  },
})

function newShare({ kernels, bytes }: TileMemory, period: number): number {
  const state = bytes(kernels.shareBytes(period))
  kernels.shareInit(state, period)
  return state
}

interface Share {
  readonly pressure: WindowFold
  readonly range: WindowFold
}

function pushShare(share: Share, pressure: number, range: number): number {
  const whole = pushSum(share.range, range)
  const part = pushSum(share.pressure, pressure)
  return whole === 0 ? 0 : part / whole
}
