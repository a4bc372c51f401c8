/** A kernel of one's own over any features, in a few lines; `defineIndicator` is the form with parameters and several outputs. */
import { UsageError } from '../../model/index.ts'
import { createFeature } from '../define.ts'
import type { Definition } from '../definition.ts'
import { type Feature, isFeature } from '../feature.ts'

export interface CustomKernel<S extends object> {
  /** Kebab-case; with `params` it names the feature. */
  readonly name: string
  /** The values that `init` and `step` use from around them: two kernels of one name must differ here. */
  readonly params?: Readonly<Record<string, number | string>>
  readonly inputs: readonly Feature[]
  /** Bars that are taken before the first value; 0 where absent. */
  readonly lookback?: number
  /** A fresh memory for one instrument: numbers, booleans, Float64Arrays and objects of them. */
  readonly init?: () => S
  /** Takes one value of each input, in order, and gives the feature's value. */
  readonly step: (state: S, input: Float64Array) => number
}

/**
 * A feature computed bar by bar by your own function: it sees the newest bar and what it remembers, so it cannot look ahead.
 * Throws `UsageError` BAD_INDICATOR for a name, lookback or input that cannot be.
 *
 * @example customKernel({ name: 'up-streak', inputs: [roc(1)], init: () => ({ n: 0 }), step: (s, [change]) => (s.n = change > 0 ? s.n + 1 : 0) })
 */
export function customKernel<S extends object>({
  name,
  params = {},
  inputs,
  lookback = 0,
  init,
  step,
}: CustomKernel<S>): Feature {
  checkCustom({ name, lookback, inputs })
  const definition: Definition = Object.freeze({
    name,
    title: name,
    params: specsOf(params),
    inputs: inputs.map((_, index) => `input${index + 1}`),
    outputs: ['value'],
    lookback: () => lookback,
    init: () => (init === undefined ? {} : init()),
    step(state, input, output) {
      output[0] = step(state as S, input)
    },
    composed: { form: 'kernel', origin: [init, step, lookback] },
  } satisfies Definition)
  return createFeature(definition, inputs, params)
}

/** The specifications that values of their own satisfy: what makes them part of the key. */
export function specsOf(params: Readonly<Record<string, number | string>>): Definition['params'] {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string'
        ? { default: value, options: [value] }
        : { default: value, low: -Number.MAX_VALUE },
    ]),
  )
}

interface Checked {
  readonly name: string
  readonly lookback: unknown
  readonly inputs: readonly unknown[]
}

/** Throws `UsageError` BAD_INDICATOR. */
export function checkCustom({ name, lookback, inputs }: Checked): void {
  const complaint =
    typeof name !== 'string' || !/^[a-z][a-z0-9-]*$/.test(name)
      ? `needs a name in lower case with hyphens (up-streak), but it is ${JSON.stringify(name)}`
      : !Array.isArray(inputs) || inputs.length === 0
        ? `'${name}' needs its inputs, a list of features such as [price.close]`
        : inputs.some((input) => !isFeature(input))
          ? `'${name}' takes features as inputs, such as price.close or sma(20), but input ${
              inputs.findIndex((input) => !isFeature(input)) + 1
            } is none`
          : !Number.isSafeInteger(lookback) || (lookback as number) < 0
            ? `'${name}' needs a lookback that is a whole number of at least 0, but it is ${String(lookback)}`
            : undefined
  if (complaint !== undefined)
    throw new UsageError('BAD_INDICATOR', `A feature ${complaint}.`, { indicator: String(name) })
}
