/** The strategy contract: a named, versioned value that backtest, study, paper and live execute alike. */
import { canonicalJson, type JsonValue, UsageError } from '../model/index.ts'
import type { ParamSchema, ParamValues } from './params.ts'
import { BAR_FIELD_NAMES, type FeatureSet, type Pulse } from './pulse.ts'

export interface StrategyDefinition<P extends ParamSchema, F extends FeatureSet, S extends JsonValue> {
  readonly name: string
  readonly version?: string
  readonly description?: string
  readonly params?: P
  /** The features that `decide` reads, by name, made from parameter values. */
  readonly features?: (params: ParamValues<P>) => F
  /** What `pulse.state` holds before the first pulse: JSON. */
  readonly state?: S
  /** Sets targets. Synchronous and pure: same pulse, parameters and state give the same targets. */
  decide(pulse: Pulse<F, S>, params: ParamValues<P>): void
}

export interface Strategy<
  P extends ParamSchema = ParamSchema,
  F extends FeatureSet = FeatureSet,
  S extends JsonValue = JsonValue,
> {
  readonly kind: 'strategy'
  readonly name: string
  readonly version: string
  readonly description: string
  readonly params: P
  features(params: ParamValues<P>): F
  readonly state: S
  decide(pulse: Pulse<F, S>, params: ParamValues<P>): void
}

const MADE_BY_DEFINE = Symbol.for('throughline.strategy')
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/**
 * Makes a strategy of its definition; types flow from `params` and `features` to `decide`.
 * Throws `UsageError` BAD_STRATEGY where a name, the state or `decide` is not what it must be.
 */
export function defineStrategy<
  const P extends ParamSchema = Record<never, never>,
  F extends FeatureSet = Record<never, never>,
  S extends JsonValue = null,
>(definition: StrategyDefinition<P, F, S>): Strategy<P, F, S> {
  const { name, version = '1', description = '', decide, features } = definition
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw badStrategy(
      `needs a name in lower case with hyphens (sma-cross), but it is ${JSON.stringify(name)}`,
    )
  }
  if (typeof decide !== 'function') throw badStrategy(`'${name}' needs a function decide(pulse, params)`)
  const state = (definition.state ?? null) as S
  canonicalJson(state, 'state')
  const strategy: Strategy<P, F, S> = {
    kind: 'strategy',
    name,
    version,
    description,
    params: definition.params ?? ({} as P),
    features: (params) => checkedFeatures(name, features === undefined ? ({} as F) : features(params)),
    state,
    decide,
  }
  return Object.freeze(Object.defineProperty(strategy, MADE_BY_DEFINE, { value: true }))
}

/** Whether a value was made by `defineStrategy`, also by that of another copy of this package. */
export function isStrategy(value: unknown): value is Strategy {
  return typeof value === 'object' && value !== null && MADE_BY_DEFINE in value
}

function checkedFeatures<F extends FeatureSet>(strategy: string, features: F): F {
  for (const name of Object.keys(features)) {
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
      throw badStrategy(
        `'${strategy}' has a feature '${name}': a feature's name is a letter, then letters, digits or _`,
      )
    }
    if (BAR_FIELD_NAMES.includes(name)) {
      throw badStrategy(
        `'${strategy}' has a feature '${name}', but bars already have a field of that name: rename it`,
      )
    }
  }
  return features
}

function badStrategy(text: string): UsageError {
  return new UsageError('BAD_STRATEGY', `A strategy ${text}.`)
}
