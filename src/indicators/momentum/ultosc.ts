import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { runTiles } from '../kernels/tiles.ts'
import { trueRange } from '../kernels/true-range.ts'
import { pushSum } from '../kernels/window.ts'
import { type Periods, pushRung, shareLoop, windowLadder } from '../kernels/window-ladder.ts'

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
    const periods = inOrder(p)
    return { previous: Number.NaN, pressure: windowLadder(periods), range: windowLadder(periods) }
  },
  step(state, input, output) {
    const close = input[2]!
    const range = trueRange(input[0]!, input[1]!, state.previous)
    const pressure = close - Math.min(input[1]!, state.previous)
    state.previous = close
    const shortPart = pushSum(state.pressure.short, pressure)
    const shortWhole = pushSum(state.range.short, range)
    const middlePart = pushRung(state.pressure.middle, shortPart, pressure)
    const middleWhole = pushRung(state.range.middle, shortWhole, range)
    const longPart = pushRung(state.pressure.long, middlePart, pressure)
    const longWhole = pushRung(state.range.long, middleWhole, range)
    const shares =
      4 * shareOf(shortPart, shortWhole) + 2 * shareOf(middlePart, middleWhole) + shareOf(longPart, longWhole)
    output[0] = shares * (100 / 7)
  },
  columns(p, { inputs, outputs, start, end }) {
    const periods = inOrder(p)
    const rows = { inputs, outputs, start: start + 1, end, first: start + periods[2] }
    runTiles({ ...rows, lag: 1, unit: 2 * periods[0] }, (memory) => {
      const { kernels } = memory
      // Pressure and range side by side.
      const pairs = memory.column(2)
      const { shares, take } = shareLoop(memory, periods)
      const [short, middle, long] = shares
      return (count, [high, low, close, y]) => {
        kernels.pressures(high!, low!, close!, pairs, count)
        take(pairs, count)
        kernels.ultimate(short!, middle!, long!, y!, count)
      }
    })
  },
})

function inOrder(p: { readonly short: number; readonly middle: number; readonly long: number }): Periods {
  const [short, middle, long] = [p.short, p.middle, p.long].sort((a, b) => a - b)
  return [short!, middle!, long!]
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
