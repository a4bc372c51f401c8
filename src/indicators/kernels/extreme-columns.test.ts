/** The compiled windows against the streaming ones: every width of runs, ties, zeros of either sign. */
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../model/index.ts'
import { pushTop, windowTop } from './extreme.ts'
import { maxColumn, minColumn, windowColumns } from './extreme-columns.ts'
import { pushMax, pushMin, windowMax, windowMin } from './window.ts'

const ROWS = 9_000
const START = 3
const PERIODS = [...Array.from({ length: 70 }, (_, i) => i + 1), 127, 128, 129, 1_000, 2_049, 5_000]

function columnOf(levels: number): Float64Array {
  const random = createRandom(levels)
  return Float64Array.from({ length: ROWS }, () => {
    const level = Math.floor(levels * random()) - levels / 2
    // A zero with a sign, so that it shows which of equal values was taken.
    return level === 0 && random() < 0.5 ? -0 : level
  })
}

function streamed(input: Float64Array, push: (value: number) => number): Float64Array {
  return input.map((value, t) => (t < START ? Number.NaN : push(value)))
}

function expectSame(found: Float64Array, wanted: Float64Array, period: number): void {
  const first = START + period - 1
  for (let t = first; t < ROWS; t++) {
    if (!Object.is(found[t], wanted[t])) expect(`${period}[${t}] ${found[t]}`).toBe(wanted[t])
  }
}

describe('windows over columns', () => {
  it.each([4, 2_000_000])('have the bits of the streaming ones among %i levels', (levels) => {
    const input = columnOf(levels)
    const output = new Float64Array(ROWS)
    for (const period of PERIODS) {
      const run = { input, output, period, start: START, end: ROWS }
      const [largest, smallest] = [windowMax(period), windowMin(period)]
      maxColumn(run)
      expectSame(
        output,
        streamed(input, (value) => pushMax(largest, value)),
        period,
      )
      minColumn(run)
      expectSame(
        output,
        streamed(input, (value) => pushMin(smallest, value)),
        period,
      )
    }
  })

  it.each([4, 2_000_000])('know the latest top among %i levels', (levels) => {
    const input = columnOf(levels)
    const output = new Float64Array(ROWS)
    for (const period of PERIODS) {
      const run = { inputs: [input], outputs: [output], period, start: START, end: ROWS }
      const top = windowTop(period)
      windowColumns(run, ({ maxAge }, [x, y], { rows, room }) => {
        maxAge(x!, y!, rows, period, room)
      })
      expectSame(
        output,
        streamed(input, (value) => (pushTop(top, value) ? top.age : Number.NaN)),
        period,
      )
    }
  })
})
