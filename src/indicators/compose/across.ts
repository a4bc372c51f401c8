/**
 * Features across instruments: at every pulse, over the instruments that have a bar then and whose feature is warm. An
 * instrument without a bar, or not warm yet, neither gets a value nor moves those of the others.
 *
 * Sums run in ascending order of instrument id, so that the bits do not depend on the order of import.
 */
import { createFeature } from '../define.ts'
import type { AcrossRun, ChoiceParam, Definition, ParamSpecs, ParamValues } from '../definition.ts'
import type { Feature } from '../feature.ts'
import { type Operand, operand } from './elementwise.ts'

export interface AcrossDefinition<P extends ParamSpecs> {
  /** Kebab-case, unique. */
  readonly name: string
  readonly params: P
  /** Reads the values of one pulse and writes one for each; all arrays have one length, at least 1. */
  readonly across: (values: Float64Array, output: Float64Array, params: ParamValues<P>) => void
}

/** A cross-section of one's own: gives a function from a feature (and parameters) to a feature. */
export function defineAcross<const P extends ParamSpecs>(
  given: AcrossDefinition<P>,
): (feature: Operand, params?: Partial<ParamValues<P>>) => Feature {
  const definition = Object.freeze({
    name: given.name,
    title: given.name,
    params: given.params,
    inputs: ['feature'],
    outputs: ['value'],
    lookback: () => 0,
    init: () => ({}),
    step(_state, input, output) {
      output[0] = input[0]!
    },
    composed: {
      form: 'across',
      across: (params: ParamValues<ParamSpecs>, { inputs, outputs }: AcrossRun) =>
        given.across(inputs[0]!, outputs[0]!, params as ParamValues<P>),
    },
  } satisfies Definition)
  return (feature, params = {}) => createFeature(definition, [operand(feature, given.name)], params)
}

const ORDER = { default: 'descending', options: ['descending', 'ascending'] } as const satisfies ChoiceParam

/**
 * The instrument's place among all: 1 for the largest value (`order: 'ascending'`: for the smallest). Equal values share the
 * mean of their places (1, 2.5, 2.5, 4). Alone it is 1.
 */
export const rank = defineAcross({
  name: 'rank',
  params: { order: ORDER },
  across(values, output, { order }) {
    const sorted = values.toSorted()
    for (let n = 0; n < values.length; n++) {
      const { below, equal } = placeOf(sorted, values[n]!)
      const ascending = below + (equal + 1) / 2
      output[n] = order === 'ascending' ? ascending : values.length + 1 - ascending
    }
  },
})

/** The share of the others that lie below, 0 to 1; an equal one counts half. Alone it is 0.5. */
export const percentileAcross = defineAcross({
  name: 'percentile-across',
  params: {},
  across(values, output) {
    const sorted = values.toSorted()
    const others = values.length - 1
    for (let n = 0; n < values.length; n++) {
      const { below, equal } = placeOf(sorted, values[n]!)
      output[n] = others === 0 ? 0.5 : (below + (equal - 1) / 2) / others
    }
  },
})

/** The value less the mean of all instruments: how it stands against the market. Alone it is 0. */
export const demeanAcross = defineAcross({
  name: 'demean-across',
  params: {},
  across(values, output) {
    const mean = meanOf(values)
    for (let n = 0; n < values.length; n++) output[n] = values[n]! - mean
  },
})

/** Standard deviations (of the population) from the mean of all instruments; 0 where all are equal, and alone. */
export const zScoreAcross = defineAcross({
  name: 'z-score-across',
  params: {},
  across(values, output) {
    const mean = meanOf(values)
    let squares = 0
    let isFlat = true
    for (let n = 0; n < values.length; n++) {
      squares += (values[n]! - mean) ** 2
      if (values[n] !== values[0]) isFlat = false
    }
    const deviation = Math.sqrt(squares / values.length)
    for (let n = 0; n < values.length; n++) {
      output[n] = isFlat || deviation === 0 ? 0 : (values[n]! - mean) / deviation
    }
  },
})

/** The mean of all instruments: the same for each of them. */
export const meanAcross = defineAcross({
  name: 'mean-across',
  params: {},
  across(values, output) {
    output.fill(meanOf(values))
  },
})

/** How many instruments have a value now. */
export const countAcross = defineAcross({
  name: 'count-across',
  params: {},
  across(values, output) {
    output.fill(values.length)
  },
})

function meanOf(values: Float64Array): number {
  let sum = 0
  for (let n = 0; n < values.length; n++) sum += values[n]!
  return sum / values.length
}

/** How many of the sorted values lie below one of them, and how many equal it. */
function placeOf(sorted: Float64Array, value: number): { readonly below: number; readonly equal: number } {
  const below = firstIndex(sorted, (other) => other >= value)
  return { below, equal: firstIndex(sorted, (other) => other > value) - below }
}

function firstIndex(sorted: Float64Array, holds: (value: number) => boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(sorted[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}
