import { describe, expect, it } from 'vitest'
import { runColumns, stepColumns } from '../definition.ts'
import { sma } from '../overlap/sma.ts'
import { addressOf, mark, release, take, takeColumn } from './compiled.ts'
import { isFiniteColumn, NoRoomError, runTiles } from './tiles.ts'

describe('the memory of the loops', () => {
  it('is left for steps by a window that it has no room for, and is given back', () => {
    const bars = 4_000_010
    const params = { period: 4_000_000 }
    const inputs = [Float64Array.from({ length: bars }, (_, t) => 100 + (t % 97))]
    const [fast, plain] = [[new Float64Array(bars)], [new Float64Array(bars)]]
    const height = mark()
    runColumns(sma.definition, params, { inputs, outputs: fast, start: 0, end: bars })
    expect(mark()).toBe(height)
    stepColumns(sma.definition, params, { inputs, outputs: plain, start: 0, end: bars })
    expect(fast[0]!.subarray(params.period - 1)).toEqual(plain[0]!.subarray(params.period - 1))
  })

  it('says so where it has no room', () => {
    const rows = { inputs: [], outputs: [], start: 0, end: 1, first: 0 }
    const greedy = () =>
      runTiles(
        rows,
        ({ bytes }) =>
          () =>
            void bytes(2 ** 30),
      )
    expect(greedy).toThrow(NoRoomError)
  })

  it('puts columns elsewhere once it is full, and they work as well', () => {
    const height = mark()
    while (take(1 << 24) !== undefined);
    const column = takeColumn(5_000).fill(1)
    expect(addressOf(column)).toBe(-1)
    expect(isFiniteColumn(column, 0, column.length)).toBe(true)
    release(height)
  })
})

describe('a column of numbers', () => {
  it.each([0, 1, 2_047, 2_048, 16_384, 19_999])('is not finite where row %i is not', (row) => {
    const column = new Float64Array(20_000).fill(3)
    expect(isFiniteColumn(column, 0, column.length)).toBe(true)
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      column[row] = value
      expect(isFiniteColumn(column, 0, column.length)).toBe(false)
      expect(isFiniteColumn(column, row + 1, column.length)).toBe(true)
    }
  })
})
