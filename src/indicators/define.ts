/**
 * Turns a definition into the function that users call. A call gives features for the inputs first, in order, then the
 * parameters in order, or one object with both by name: `sma(20)`, `sma(rsi(14), 5)`, `atr({ period: 14 })`.
 */
import { didYouMean, UsageError } from '../model/index.ts'
import {
  BAR_INPUTS,
  type BarInput,
  type Definition,
  type IndicatorDefinition,
  type ParamSpec,
  type ParamSpecs,
  type ParamValues,
} from './definition.ts'
import { type CallNode, type Feature, isFeature, price } from './feature.ts'

/** The node of an indicator: its first output, and every output by name where there are several. */
export type IndicatorFeature<O extends string> = Feature & { readonly [K in O]: Feature }

export type IndicatorOptions<P extends ParamSpecs, I extends string> = {
  readonly [K in keyof P]?: ParamValues<P>[K]
} & { readonly [K in I]?: Feature }

/** A parameter or, before the first parameter, the feature that replaces an input. */
type Argument<P extends ParamSpecs> = Feature | ParamValues<P>[keyof P]

export interface Indicator<P extends ParamSpecs, I extends string, O extends string> {
  (...parameters: readonly ParamValues<P>[keyof P][]): IndicatorFeature<O>
  (options: IndicatorOptions<P, I>): IndicatorFeature<O>
  (input: Feature, options: IndicatorOptions<P, I>): IndicatorFeature<O>
  (...inputsThenParameters: readonly Argument<P>[]): IndicatorFeature<O>
  readonly definition: Definition
}

const TAKEN_NAMES: readonly string[] = ['kind', 'key', 'node', 'output', 'then', 'constructor']

/**
 * An indicator from its kernel. Throws `UsageError` BAD_INDICATOR where names are not unique; a call throws
 * BAD_FEATURE_PARAMETER, UNKNOWN_FEATURE_PARAMETER or BAD_FEATURE_INPUT that name the indicator and the parameter.
 */
export function defineIndicator<
  const P extends ParamSpecs,
  const I extends string,
  const O extends string,
  S extends object,
>(definition: IndicatorDefinition<P, I, O, S>): Indicator<P, I, O> {
  // The state's type is private to the kernel: only its own init makes what its own step takes.
  const erased = Object.freeze({ ...definition }) as unknown as Definition
  checkNames(erased)
  const call = (...args: readonly unknown[]): IndicatorFeature<O> => {
    const { inputs, params } = readArguments(erased, args)
    return createFeature(erased, inputs, params) as IndicatorFeature<O>
  }
  return Object.assign(call, { definition: erased }) as Indicator<P, I, O>
}

/** The feature of a definition with everything given: what a list or a command line builds by name. */
export function createFeature(
  definition: Definition,
  inputs: readonly Feature[],
  params: Readonly<Record<string, unknown>>,
): Feature {
  const values = readParams(definition, params)
  const paramText = Object.keys(definition.params).map((name) => `${name}=${values[name]}`)
  const key = `${definition.name}(${[...inputs.map((input) => input.key), ...paramText].join(',')})`
  const node: CallNode = Object.freeze({
    kind: 'call',
    key,
    definition,
    params: values,
    inputs: Object.freeze([...inputs]),
  })
  return featureOf(node)
}

/** The feature of a node: its first output, and every output by name where there are several. */
export function featureOf(node: CallNode): Feature {
  const { key, definition } = node
  const feature: Record<string, unknown> = { kind: 'feature', key, node, output: 0 }
  if (definition.outputs.length > 1) {
    definition.outputs.forEach((name, output) => {
      const outputKey = output === 0 ? key : `${key}.${name}`
      feature[name] = Object.freeze({ kind: 'feature', key: outputKey, node, output } satisfies Feature)
    })
  }
  return Object.freeze(feature) as unknown as Feature
}

function checkNames(definition: Definition): void {
  const { name, outputs, inputs, params } = definition
  const names = [...inputs, ...Object.keys(params)]
  const clash =
    outputs.find((output, index) => TAKEN_NAMES.includes(output) || outputs.indexOf(output) !== index) ??
    names.find((each, index) => names.indexOf(each) !== index)
  if (!/^[a-z][a-z0-9-]*$/.test(name) || clash !== undefined) {
    throw new UsageError(
      'BAD_INDICATOR',
      `An indicator needs a kebab-case name and outputs, inputs and parameters that differ in name, but '${name}' ` +
        `${clash === undefined ? 'is not one' : `uses '${clash}' twice or for what every feature has`}.`,
      { indicator: name },
    )
  }
}

interface ReadArguments {
  readonly inputs: readonly Feature[]
  readonly params: Readonly<Record<string, unknown>>
}

function readArguments(definition: Definition, args: readonly unknown[]): ReadArguments {
  const names = Object.keys(definition.params)
  const firstOther = args.findIndex((arg) => !isFeature(arg))
  const inputCount = firstOther === -1 ? args.length : firstOther
  const features = args.slice(0, inputCount) as Feature[]
  const rest = args.slice(inputCount)
  const params: Record<string, unknown> = {}
  const given: Record<string, unknown> = {}
  if (rest.length === 1 && typeof rest[0] === 'object' && rest[0] !== null) {
    for (const [name, value] of Object.entries(rest[0])) {
      if (names.includes(name)) params[name] = value
      else if (definition.inputs.includes(name)) given[name] = value
      else throw unknownParameter(definition, name)
    }
  } else {
    if (rest.length > names.length || features.length > definition.inputs.length) {
      throw new UsageError(
        'BAD_FEATURE_PARAMETER',
        `${definition.name} takes ${definition.inputs.length} feature(s) (${definition.inputs.join(', ')}) and then ` +
          `${names.length} parameter(s) (${names.join(', ')}), but it was given ${features.length} and ${rest.length}.`,
        { feature: definition.name },
      )
    }
    rest.forEach((value, index) => {
      params[names[index]!] = value
    })
  }
  const inputs = definition.inputs.map((name, index) =>
    readInput(definition, name, features[index] ?? given[name]),
  )
  return { inputs, params }
}

function readInput(definition: Definition, name: string, found: unknown): Feature {
  if (isFeature(found)) return found
  if (found === undefined && isBarInput(name)) return price[name]
  throw new UsageError(
    'BAD_FEATURE_INPUT',
    `${definition.name} needs a feature as its input '${name}', but it was given ${found === undefined ? 'none' : typeof found}.`,
    { feature: definition.name, input: name },
  )
}

function isBarInput(name: string): name is BarInput {
  return (BAR_INPUTS as readonly string[]).includes(name)
}

function readParams(
  definition: Definition,
  given: Readonly<Record<string, unknown>>,
): ParamValues<ParamSpecs> {
  const values: Record<string, string | number> = {}
  for (const name of Object.keys(given)) {
    if (definition.params[name] === undefined) throw unknownParameter(definition, name)
  }
  for (const [name, spec] of Object.entries(definition.params)) {
    const value = given[name] === undefined ? spec.default : given[name]
    const wanted = misfit(spec, value)
    if (wanted !== undefined) {
      throw new UsageError(
        'BAD_FEATURE_PARAMETER',
        `${definition.name}: ${name} must be ${wanted}, but it is ${describe(value)}.`,
        { feature: definition.name, parameter: name, found: describe(value) },
      )
    }
    // -0 is 0, as in all canonical text: they share a key, so they must be one number.
    values[name] = value === 0 ? 0 : (value as string | number)
  }
  const params = Object.freeze(values) as ParamValues<ParamSpecs>
  const complaint = definition.check?.(params)
  if (complaint !== undefined) {
    throw new UsageError('BAD_FEATURE_PARAMETER', `${definition.name}: ${complaint}`, {
      feature: definition.name,
    })
  }
  return params
}

/** What the value would have to be, or undefined where it fits. */
function misfit(spec: ParamSpec, value: unknown): string | undefined {
  if ('options' in spec) {
    const fits = typeof value === 'string' && spec.options.includes(value)
    return fits ? undefined : `one of ${spec.options.join(', ')}`
  }
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= spec.low &&
    value <= (spec.high ?? Number.POSITIVE_INFINITY) &&
    (spec.integer !== true || Number.isSafeInteger(value))
  if (fits) return undefined
  const range = spec.high === undefined ? `of at least ${spec.low}` : `from ${spec.low} to ${spec.high}`
  return `a ${spec.integer === true ? 'whole number' : 'finite number'} ${range}`
}

function describe(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? `'${value}'` : `a value of type ${typeof value}`
}

function unknownParameter(definition: Definition, name: string): UsageError {
  const known = [...Object.keys(definition.params), ...definition.inputs]
  return new UsageError(
    'UNKNOWN_FEATURE_PARAMETER',
    `${definition.name} has no parameter or input '${name}'; it has ${known.join(', ')}.${didYouMean(name, known)}`,
    { feature: definition.name, parameter: name },
  )
}
