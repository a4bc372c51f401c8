/** Every numeric function of TA-Lib against what the program itself prints for bars of our own (test/data/indicators). */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { computeFeatures } from '../../src/indicators/index.ts'
import { numericBars, tableOfColumns } from './synthetic-bars.ts'
import { TALIB } from './talib-features.ts'

interface Expected {
  readonly program: string
  readonly bars: number
  readonly cases: readonly {
    readonly function: string
    readonly params: Readonly<Record<string, number>>
    readonly outputs: Readonly<Record<string, readonly (number | null)[]>>
  }[]
}

const file = new URL('../data/indicators/talib-numeric.json.gz', import.meta.url)
const expected = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Expected
const table = tableOfColumns(numericBars(expected.bars))

describe(expected.program, () => {
  it.each(expected.cases.map((each) => [`${each.function} ${JSON.stringify(each.params)}`, each] as const))(
    '%s',
    (_, each) => {
      const twin = TALIB[each.function]
      expect(twin, `no twin of ${each.function}`).toBeDefined()
      const features = twin!(each.params)
      expect(Object.keys(features).toSorted()).toEqual(Object.keys(each.outputs).toSorted())
      const { names, columns } = computeFeatures(table, features)
      names.forEach((name, k) => {
        const found =
          name.endsWith('idx') || each.function.endsWith('INDEX') ? indexOf(columns[k]!) : columns[k]!
        const rest = each.function === 'KC' ? CONVERGED : 0
        expectClose(
          found.subarray(rest),
          withoutFiller(found, each.outputs[name]!, WHOLE.has(name)).slice(rest),
          name,
        )
      })
    },
  )
})

/** Our Keltner channel seeds its averages as ema and atr do: by this bar the two agree. */
const CONVERGED = 230

/** Outputs that TA-Lib gives as whole numbers: it fills their warm-up with 0. */
const WHOLE = new Set(['integer', 'minidx', 'maxidx', 'trend', 'swinghigh', 'swinglow'])

function withoutFiller(
  found: Float64Array,
  wanted: readonly (number | null)[],
  isWhole: boolean,
): (number | null)[] {
  return wanted.map((value, t) => (isWhole && value === 0 && Number.isNaN(found[t]!) ? null : value))
}

/** Where TA-Lib counts bars from the start of the data we count back from the bar. */
function indexOf(ages: Float64Array): Float64Array {
  return ages.map((age, t) => t - age)
}

/** Agreement to 1e-9 of the value, or of the column's largest one where values cross zero. */
function expectClose(found: Float64Array, wanted: readonly (number | null)[], name: string): void {
  const scale = wanted.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0)
  for (let t = 0; t < wanted.length; t++) {
    const value = found[t]!
    const target = wanted[t] ?? Number.NaN
    const close =
      Number.isNaN(target) === Number.isNaN(value) &&
      !(Math.abs(value - target) > 1e-9 * Math.abs(target) + 1e-11 * scale)
    if (!close) expect(`${name}[${t}] ${value}`).toBe(`${name}[${t}] ${target}`)
  }
}
