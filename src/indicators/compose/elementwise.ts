/**
 * Features made of other features bar by bar, without memory: no warm-up of their own, and NaN where an input has a documented
 * gap. Operands are features or plain numbers; a number is a node of its own, so that keys stay canonical.
 */
import { UsageError } from '../../model/index.ts'
import { createFeature } from '../define.ts'
import type { Definition } from '../definition.ts'
import { type Feature, isFeature } from '../feature.ts'

/** A feature, or a number that is the same at every bar. */
export type Operand = Feature | number

const CONSTANT: Definition = Object.freeze({
  name: 'constant',
  title: 'The same number at every bar',
  params: { value: { default: 0, low: -Number.MAX_VALUE } },
  inputs: [],
  outputs: ['value'],
  lookback: () => 0,
  init: ({ value }) => ({ value }),
  step(state, _input, output) {
    output[0] = (state as { readonly value: number }).value
  },
  columns({ value }, { outputs, start, end }) {
    outputs[0]!.fill(value as number, start, end)
  },
} satisfies Definition)

/** An operand as a feature. Throws `UsageError` BAD_FEATURE_OPERAND, naming the operation. */
export function operand(value: unknown, operation: string): Feature {
  if (isFeature(value)) return value
  if (typeof value === 'number' && Number.isFinite(value)) return createFeature(CONSTANT, [], { value })
  throw new UsageError(
    'BAD_FEATURE_OPERAND',
    `${operation} takes features and finite numbers, but it was given ${
      typeof value === 'number' ? value : `a value of type ${typeof value}`
    }.`,
    { feature: operation },
  )
}

type Apply1 = (a: number) => number
type Apply2 = (a: number, b: number) => number
type Apply3 = (a: number, b: number, c: number) => number

/** A function of one feature. */
export function unary(name: string, title: string, apply: Apply1): (feature: Operand) => Feature {
  const definition = elementwise({
    name,
    title,
    inputs: ['a'],
    step: (input) => apply(input[0]!),
    loop([a], out, from, to) {
      for (let t = from; t < to; t++) out[t] = apply(a![t]!)
    },
  })
  return (feature) => createFeature(definition, [operand(feature, name)], {})
}

/** A function of two. */
export function binary(name: string, title: string, apply: Apply2): (a: Operand, b: Operand) => Feature {
  const definition = elementwise({
    name,
    title,
    inputs: ['a', 'b'],
    step: (input) => apply(input[0]!, input[1]!),
    loop([a, b], out, from, to) {
      for (let t = from; t < to; t++) out[t] = apply(a![t]!, b![t]!)
    },
  })
  return (a, b) => createFeature(definition, [operand(a, name), operand(b, name)], {})
}

/** A function of three. */
export function ternary(
  name: string,
  title: string,
  apply: Apply3,
): (a: Operand, b: Operand, c: Operand) => Feature {
  const definition = elementwise({
    name,
    title,
    inputs: ['a', 'b', 'c'],
    step: (input) => apply(input[0]!, input[1]!, input[2]!),
    loop([a, b, c], out, from, to) {
      for (let t = from; t < to; t++) out[t] = apply(a![t]!, b![t]!, c![t]!)
    },
  })
  return (...operands) =>
    createFeature(
      definition,
      operands.map((each) => operand(each, name)),
      {},
    )
}

/** A function of two that takes any number of operands, from the left: `f(f(a, b), c)`. */
export function folded(
  name: string,
  title: string,
  apply: Apply2,
): (first: Operand, second: Operand, ...others: readonly Operand[]) => Feature {
  const pair = binary(name, title, apply)
  return (first, second, ...others) =>
    others.reduce<Feature>((whole, next) => pair(whole, next), pair(first, second))
}

interface Elementwise {
  readonly name: string
  readonly title: string
  readonly inputs: readonly string[]
  readonly step: (input: Float64Array) => number
  /** The same over rows `from` (inclusive) to `to` (exclusive). */
  loop(inputs: readonly Float64Array[], out: Float64Array, from: number, to: number): void
}

function elementwise({ name, title, inputs, step, loop }: Elementwise): Definition {
  return Object.freeze({
    name,
    title,
    params: {},
    inputs,
    outputs: ['value'],
    lookback: () => 0,
    init: () => ({}),
    step(_state, input, output) {
      output[0] = step(input)
    },
    columns(_params, run) {
      loop(run.inputs, run.outputs[0]!, run.start, run.end)
    },
  } satisfies Definition)
}
