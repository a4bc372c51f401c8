/**
 * The graph of a feature set, flattened: every distinct node once, inputs before what uses them, and where the value of each
 * node output lives (its register). Warm-up follows from the graph: a node starts at the first bar at which all its inputs
 * are warm and is warm `lookback` bars later.
 */
import { type JsonObject, UsageError } from '../model/index.ts'
import { BAR_INPUTS, type Definition, type ParamSpecs, type ParamValues } from './definition.ts'
import { type CallNode, type Feature, isFeature } from './feature.ts'

export interface PlanNode {
  readonly key: string
  readonly definition: Definition
  readonly params: ParamValues<ParamSpecs>
  /** Registers that it reads. */
  readonly inputs: readonly number[]
  /** Registers that it writes, one an output. */
  readonly outputs: readonly number[]
  /** Index of the first bar that it is fed. */
  readonly start: number
  /** Index of the first bar at which it has a value. */
  readonly first: number
}

export interface FeaturePlan {
  readonly names: readonly string[]
  /** For each name, the feature and the register of its value. */
  readonly features: readonly Feature[]
  readonly registers: readonly number[]
  /** In an order in which inputs come before their users. */
  readonly nodes: readonly PlanNode[]
  /** Registers 0 up to BAR_INPUTS.length are the bar's fields; node outputs follow. */
  readonly registerCount: number
  /** For each register, the index of the first bar at which it has a value. */
  readonly firstOf: readonly number[]
  /** For each register, whether its definition documents NaN after the warm-up. */
  readonly gapsOf: readonly boolean[]
  /** Index of the first bar at which every feature has a value. */
  readonly warmUp: number
  /** Names and keys: what a run's identity says of its features. */
  readonly fingerprint: JsonObject
}

/** Plans a feature set. Throws `UsageError` NOT_A_FEATURE or INDICATOR_NAME_TAKEN. */
export function planFeatures(features: Readonly<Record<string, Feature>>): FeaturePlan {
  const names = Object.keys(features)
  const roots = names.map((name) => requireFeature(name, features[name]))
  const nodes: PlanNode[] = []
  const baseOf = new Map<string, { base: number; definition: Definition }>()
  const firstOf: number[] = BAR_INPUTS.map(() => 0)
  const gapsOf: boolean[] = BAR_INPUTS.map(() => false)

  const registerOf = ({ node, output }: Feature): number => {
    if (node.kind === 'field') return BAR_INPUTS.indexOf(node.field)
    const known = baseOf.get(node.key)
    if (known !== undefined) {
      requireSameDefinition(node, known.definition)
      return known.base + output
    }
    const planned = planNode(node, node.inputs.map(registerOf), firstOf)
    nodes.push(planned)
    for (const _ of planned.outputs) {
      firstOf.push(planned.first)
      gapsOf.push(node.definition.gaps !== undefined)
    }
    baseOf.set(node.key, { base: planned.outputs[0]!, definition: node.definition })
    return planned.outputs[0]! + output
  }

  const registers = roots.map(registerOf)
  return {
    names,
    features: roots,
    registers,
    nodes,
    registerCount: firstOf.length,
    firstOf,
    gapsOf,
    warmUp: registers.reduce((warmUp, register) => Math.max(warmUp, firstOf[register]!), 0),
    fingerprint: Object.fromEntries(names.map((name, index) => [name, roots[index]!.key])),
  }
}

/** Index of the first bar at which the feature has a value: the number of bars before it. */
export function warmUpOf(feature: Feature): number {
  return planFeatures({ feature }).warmUp
}

function planNode(node: CallNode, inputs: readonly number[], firstOf: readonly number[]): PlanNode {
  const { key, definition, params } = node
  const start = inputs.reduce((latest, register) => Math.max(latest, firstOf[register]!), 0)
  return {
    key,
    definition,
    params,
    inputs,
    outputs: definition.outputs.map((_, index) => firstOf.length + index),
    start,
    first: start + definition.lookback(params),
  }
}

function requireFeature(name: string, value: unknown): Feature {
  if (isFeature(value)) return value
  throw new UsageError(
    'NOT_A_FEATURE',
    `Every feature must be an indicator or a field of the bar, such as sma(20) or price.close, but '${name}' is ${
      typeof value === 'function' ? 'a function: call it, as in sma(20)' : `of type ${typeof value}`
    }.`,
    { feature: name },
  )
}

function requireSameDefinition(node: CallNode, definition: Definition): void {
  if (node.definition === definition) return
  throw new UsageError(
    'INDICATOR_NAME_TAKEN',
    `Two indicators must differ in name, but two definitions are called '${definition.name}'. Rename one of them.`,
    { indicator: definition.name },
  )
}
