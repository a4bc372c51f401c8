/** What the planted functions over columns have in common. */
import { columnFeature, defineStrategy, type Feature, price } from '../../src/index.ts'
import { type ExpectedLeak, type LeakCase, RAGGED } from './corpus.ts'

type Compute = (columns: readonly Float64Array[]) => ArrayLike<number>

interface Planted {
  readonly name: string
  readonly idea: string
  readonly readsAhead?: ExpectedLeak['readsAhead']
  readonly inputs?: readonly Feature[]
  readonly lookback?: number
  readonly table?: LeakCase['table']
  readonly compute: Compute
}

/** A strategy that trades on one function of whole columns, beside an honest feature. */
export function planted({
  name,
  idea,
  readsAhead,
  inputs = [price.close],
  lookback = 0,
  table,
  compute,
}: Planted): LeakCase {
  return {
    name,
    idea,
    table: table ?? RAGGED,
    leak: { feature: 'signal', ...(readsAhead === undefined ? {} : { readsAhead }) },
    build: () =>
      defineStrategy({
        name: 'planted',
        features: () => ({ signal: columnFeature({ name, inputs, lookback, compute }), price: price.close }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.signal > bar.price ? 10 : 0)
        },
      }),
  }
}

export const mean = (values: ArrayLike<number>): number => {
  let sum = 0
  for (let t = 0; t < values.length; t++) sum += values[t]!
  return sum / values.length
}

export const deviation = (values: Float64Array): number => {
  const center = mean(values)
  return Math.sqrt(mean(values.map((x) => (x - center) ** 2)))
}

/** The window from `reach` bars before `t` to as many after it, as far as there are bars. */
export const around = (values: Float64Array, t: number, reach: number): Float64Array =>
  values.subarray(Math.max(0, t - reach), t + reach + 1)

export const ema = (values: Float64Array, alpha: number): Float64Array => {
  const out = values.slice()
  for (let t = 1; t < out.length; t++) out[t] = alpha * values[t]! + (1 - alpha) * out[t - 1]!
  return out
}
