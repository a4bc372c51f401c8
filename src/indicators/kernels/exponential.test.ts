/** What the recursions over two rows and over blocks promise beyond agreement with TA-Lib. */
import { describe, expect, it } from 'vitest'
import { createNormal, createRandom } from '../../model/index.ts'
import { runColumns, stepColumns } from '../definition.ts'
import { INDICATORS } from '../registry.ts'
import { AVERAGES, averageState, pushAverage } from './average.ts'

const normal = createNormal(createRandom(3))
const walk = (length: number): Float64Array => {
  const column = new Float64Array(length)
  let value = 100
  for (let t = 0; t < length; t++) column[t] = value *= Math.exp(0.01 * normal())
  return column
}

describe.each(AVERAGES)('%s', (kind) => {
  it.each([1, 2, 5, 30])('of %i values is exactly what has not changed for long', (period) => {
    const state = averageState(kind, period)
    for (const value of walk(100)) pushAverage(state, value)
    let average = Number.NaN
    for (let t = 0; t < 20_000; t++) average = pushAverage(state, 123.456)
    if (kind === 'sma' || kind === 'trima') expect(average).toBeCloseTo(123.456, 12)
    else expect(average).toBe(123.456)
  })

  it('scales with its values where they double', () => {
    const once = averageState(kind, 7)
    const twice = averageState(kind, 7)
    for (const value of walk(200)) {
      expect(pushAverage(twice, 2 * value)).toBe(2 * pushAverage(once, value))
    }
  })
})

describe('kama', () => {
  it('gives the same bits bar by bar as over a column of several long tiles, whatever the period', () => {
    const definition = INDICATORS.find(({ name }) => name === 'kama')!
    const inputs = [walk(40_000)]
    for (const period of [1, 2, 7, 30, 1_000]) {
      const rows = { inputs, start: 5, end: 39_990 }
      const fast = new Float64Array(40_000)
      const plain = new Float64Array(40_000)
      runColumns(definition, { period }, { ...rows, outputs: [fast] })
      stepColumns(definition, { period }, { ...rows, outputs: [plain] })
      expect(fast.findIndex((value, t) => !Object.is(value, plain[t]))).toBe(-1)
    }
  })
})

describe('macd', () => {
  it('gives the same bits bar by bar as over a column where an average is of one value', () => {
    const definition = INDICATORS.find(({ name }) => name === 'macd')!
    const inputs = [walk(100)]
    const column = () => definition.outputs.map(() => new Float64Array(100).fill(Number.NaN))
    for (const params of [1, 2, 8, 12].flatMap((slow) =>
      [1, 2, 5].map((signal) => ({ fast: 1, slow, signal })),
    )) {
      for (const end of [96, 97, 98, 99]) {
        const [fast, plain] = [column(), column()]
        runColumns(definition, params, { inputs, outputs: fast, start: 1, end })
        stepColumns(definition, params, { inputs, outputs: plain, start: 1, end })
        const warm = 1 + definition.lookback(params)
        expect(fast.map((output) => output.subarray(warm))).toEqual(
          plain.map((output) => output.subarray(warm)),
        )
      }
    }
  })
})
