/** Windows as short as a row, about as long as what the compiled loops take at once, and longer than a tile of theirs. */
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../model/index.ts'
import { runColumns, stepColumns } from '../definition.ts'
import { INDICATORS } from '../registry.ts'
import { mark, release, takeColumn } from './compiled.ts'

const BARS = 6_000
const NAMES =
  'sma sum wma trima linearreg linearreg-slope stddev variance bbands correl beta mom roc cci mfi'.split(' ')

function walk(seed: number): Float64Array {
  const random = createRandom(seed)
  let price = 100
  return Float64Array.from({ length: BARS }, () => (price *= Math.exp(0.02 * (random() - 0.5))))
}

describe.each([1, 2, 511, 513, 700, 2_500])('a window of %i rows', (period) => {
  const definitions = INDICATORS.filter(({ name, params }) => {
    const spec = params['period']
    return NAMES.includes(name) && spec !== undefined && 'low' in spec && period >= spec.low
  })
  it.each(definitions.map((each) => [each.name, each] as const))(
    '%s gives the bits of its steps',
    (_, each) => {
      const defaults = Object.entries(each.params).map(([name, spec]) => [name, spec.default])
      const params = { ...Object.fromEntries(defaults), period }
      const rows = { start: 2, end: BARS - 1 }
      const inputs = each.inputs.map((_, k) => walk(k))
      const plain = each.outputs.map(() => new Float64Array(BARS))
      stepColumns(each, params, { inputs, outputs: plain, ...rows })
      const height = mark()
      const lanes = inputs.map((input) => {
        const lane = takeColumn(BARS)
        lane.set(input)
        return lane
      })
      const resident = each.outputs.map(() => takeColumn(BARS))
      runColumns(each, params, { inputs: lanes, outputs: resident, ...rows })
      const elsewhere = each.outputs.map(() => new Float64Array(BARS))
      runColumns(each, params, { inputs, outputs: elsewhere, ...rows })
      const warm = rows.start + each.lookback(params)
      plain.forEach((column, k) => {
        const wanted = column.slice(warm, rows.end)
        expect(resident[k]!.slice(warm, rows.end)).toEqual(wanted)
        expect(elsewhere[k]!.slice(warm, rows.end)).toEqual(wanted)
      })
      release(height)
    },
  )
})
