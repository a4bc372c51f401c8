/**
 * The parameters of a strategy: one declaration gives the type, the check, the search space and the documentation.
 */
import { didYouMean, type JsonValue, UsageError } from '../model/index.ts'

interface NumberSpec {
  readonly default: number
  /** Smallest allowed value, inclusive. */
  readonly low: number
  /** Largest allowed value, inclusive. */
  readonly high: number
  readonly description?: string
}

export interface IntParam extends NumberSpec {
  readonly kind: 'int'
}
export interface FloatParam extends NumberSpec {
  readonly kind: 'float'
  /** Search on a logarithmic scale; `low` must be positive. */
  readonly log?: boolean
}
export interface ChoiceParam<T extends string = string> {
  readonly kind: 'choice'
  readonly default: T
  readonly options: readonly T[]
  readonly description?: string
}
export interface FlagParam {
  readonly kind: 'flag'
  readonly default: boolean
  readonly description?: string
}
export type Param = IntParam | FloatParam | ChoiceParam | FlagParam
export type ParamSchema = { readonly [name: string]: Param }

export type ParamValue = number | string | boolean
type ValueOf<P extends Param> = P extends ChoiceParam<infer T> ? T : P extends FlagParam ? boolean : number
export type ParamValues<S extends ParamSchema = ParamSchema> = { readonly [K in keyof S]: ValueOf<S[K]> }

/** A whole number between `low` and `high`, both inclusive. */
export function int(spec: NumberSpec): IntParam {
  return checkedDefault({ kind: 'int', ...spec })
}

/** A finite number between `low` and `high`, both inclusive. */
export function float(spec: NumberSpec & { readonly log?: boolean }): FloatParam {
  return checkedDefault({ kind: 'float', ...spec })
}

/** One of the given texts. */
export function choice<const T extends string>(spec: Omit<ChoiceParam<T>, 'kind'>): ChoiceParam<T> {
  return checkedDefault({ kind: 'choice', ...spec })
}

/** True or false. */
export function flag(spec: Omit<FlagParam, 'kind'>): FlagParam {
  return checkedDefault({ kind: 'flag', ...spec })
}

/**
 * The values of all parameters: those given, checked, and the defaults of the rest. Text is read as the parameter's
 * type, as it comes from a command line. Throws `UsageError` UNKNOWN_PARAM or BAD_PARAM.
 */
export function resolveParams(
  schema: ParamSchema,
  given: Readonly<Record<string, JsonValue>>,
): Readonly<Record<string, ParamValue>> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(schema, name)) {
      const known = Object.keys(schema)
      throw new UsageError(
        'UNKNOWN_PARAM',
        `The strategy has no parameter '${name}'.${didYouMean(name, known)} It has: ${known.join(', ') || 'none'}.`,
        { name, known },
      )
    }
  }
  return Object.freeze(
    Object.fromEntries(
      Object.entries(schema).map(([name, param]) => [
        name,
        Object.hasOwn(given, name) ? readParam(name, param, given[name] as JsonValue) : param.default,
      ]),
    ),
  )
}

function readParam(name: string, param: Param, given: JsonValue): ParamValue {
  switch (param.kind) {
    case 'int':
    case 'float': {
      const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given
      const whole = param.kind === 'int'
      if (
        typeof value !== 'number' ||
        !Number.isFinite(value) ||
        (whole && !Number.isInteger(value)) ||
        value < param.low ||
        value > param.high
      ) {
        const must = `a ${whole ? 'whole ' : ''}number from ${param.low} to ${param.high}`
        throw badParam(name, must, given)
      }
      return value
    }
    case 'choice':
      if (typeof given !== 'string' || !param.options.includes(given)) {
        throw badParam(name, `one of ${param.options.join(', ')}`, given)
      }
      return given
    case 'flag':
      if (given === true || given === 'true') return true
      if (given === false || given === 'false') return false
      throw badParam(name, 'true or false', given)
    default:
      return param satisfies never
  }
}

function badParam(name: string, must: string, found: JsonValue): UsageError {
  return new UsageError(
    'BAD_PARAM',
    `Parameter '${name}' must be ${must}, but it is ${JSON.stringify(found)}.`,
    {
      name,
      must,
      found,
    },
  )
}

function checkedDefault<P extends Param>(param: P): P {
  if ('low' in param && !(param.low <= param.high)) {
    throw new UsageError(
      'BAD_PARAM_RANGE',
      `A parameter's low must not exceed its high, but they are ${param.low} and ${param.high}.`,
      { low: param.low, high: param.high },
    )
  }
  if (param.kind === 'float' && param.log === true && param.low <= 0) {
    throw new UsageError(
      'BAD_PARAM_RANGE',
      `A logarithmic parameter needs a low above 0, but it is ${param.low}.`,
      {
        low: param.low,
      },
    )
  }
  readParam('default', param, param.default)
  return Object.freeze(param)
}
