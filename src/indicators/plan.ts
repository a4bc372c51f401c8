/**
 * The graph of a feature set, flattened: every distinct node once, inputs before what uses them, and where the value of each
 * node output lives (its register). Warm-up follows from the graph: a node starts at the first bar at which all its inputs
 * are warm and is warm `lookback` bars later. Cross-sections cut the graph into stages: all nodes of a stage can be computed
 * once the whole columns of the stages before are there.
 */
import { type JsonObject, UsageError } from '../model/index.ts'
import { BAR_INPUTS, type Definition, type ParamSpecs, type ParamValues } from './definition.ts'
import { type CallNode, type Feature, type FeatureNode, isFeature } from './feature.ts'

export interface PlanNode {
  readonly key: string
  readonly definition: Definition
  readonly params: ParamValues<ParamSpecs>
  readonly form: 'kernel' | 'columns' | 'across'
  /** Registers that it reads. */
  readonly inputs: readonly number[]
  /** Registers that it writes, one an output. */
  readonly outputs: readonly number[]
  /** Index of the first bar that it is fed; where `isLate`, at the earliest. */
  readonly start: number
  /** Index of the first bar at which it has a value; where `isLate`, at the earliest. */
  readonly first: number
  /** True where the bars decide, for the node or one of its inputs, when the first value comes. */
  readonly isLate: boolean
  readonly stage: number
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
  /** For each register, the index of the first bar at which it has a value; of a late one, the earliest possible. */
  readonly firstOf: readonly number[]
  /** For each register, whether NaN after the warm-up is documented, of its own definition or of one that it reads. */
  readonly gapsOf: readonly boolean[]
  /** For each register, the node that writes it; undefined for the bar's fields. */
  readonly nodeOf: readonly (PlanNode | undefined)[]
  /** Index of the first bar at which every feature has a value; with late ones, the earliest possible. */
  readonly warmUp: number
  /** Names and keys: what a run's identity says of its features. */
  readonly fingerprint: JsonObject
}

/** One feature set of several that share a plan. */
export type PlannedSet = Pick<FeaturePlan, 'names' | 'features' | 'registers' | 'fingerprint'>

/** One graph of several feature sets. */
export interface SetsPlan {
  /** Names, features and registers are those of all sets, in turn. */
  readonly plan: FeaturePlan
  readonly sets: readonly PlannedSet[]
}

/** Plans a feature set. Throws `UsageError` NOT_A_FEATURE, INDICATOR_NAME_TAKEN or FEATURE_CYCLE. */
export function planFeatures(features: Readonly<Record<string, Feature>>): FeaturePlan {
  const { plan, sets } = planFeatureSets([features])
  return { ...plan, fingerprint: sets[0]!.fingerprint }
}

/**
 * Plans several feature sets as one graph: what is equal in any two is one node. Two sets may call different functions by one
 * name, which one set may not: the functions of candidates are often made anew for each. Throws as `planFeatures`.
 */
export function planFeatureSets(sets: readonly Readonly<Record<string, Feature>>[]): SetsPlan {
  const graph = createGraph()
  const planned = sets.map((features, set): PlannedSet => {
    const names = Object.keys(features)
    const roots = names.map((name) => requireFeature(name, features[name]))
    return {
      names,
      features: roots,
      registers: roots.map((root) => graph.registerOf(root, set)),
      fingerprint: Object.fromEntries(names.map((name, index) => [name, roots[index]!.key])),
    }
  })
  const { nodes, firstOf, gapsOf, nodeOf } = graph
  const registers = planned.flatMap((set) => set.registers)
  const plan: FeaturePlan = {
    names: planned.flatMap(({ names }) => names),
    features: planned.flatMap(({ features }) => features),
    registers,
    nodes,
    registerCount: firstOf.length,
    firstOf,
    gapsOf,
    nodeOf,
    warmUp: registers.reduce((warmUp, register) => Math.max(warmUp, firstOf[register]!), 0),
    fingerprint: {},
  }
  return { plan, sets: planned }
}

interface KnownNode {
  readonly base: number
  readonly node: CallNode
  /** The last set that has it. */
  set: number
}

interface Graph {
  readonly nodes: readonly PlanNode[]
  readonly firstOf: readonly number[]
  readonly gapsOf: readonly boolean[]
  readonly nodeOf: readonly (PlanNode | undefined)[]
  /** The register of a feature of a set; sets come in ascending order. */
  registerOf(feature: Feature, set: number): number
}

function createGraph(): Graph {
  const nodes: PlanNode[] = []
  const known = new Map<string, KnownNode[]>()
  const open = new Set<CallNode>()
  const firstOf: number[] = BAR_INPUTS.map(() => 0)
  const gapsOf: boolean[] = BAR_INPUTS.map(() => false)
  const nodeOf: (PlanNode | undefined)[] = BAR_INPUTS.map(() => undefined)

  const registerOf = ({ node, output }: Feature, set: number): number => {
    if (node.kind === 'field') return BAR_INPUTS.indexOf(node.field)
    const equals = known.get(node.key) ?? []
    const earlier = equals.find((each) => isSameNode(node, each.node))
    if (equals.some((each) => each.set === set && each !== earlier)) throw nameTaken(node)
    if (earlier !== undefined) {
      if (earlier.set !== set) for (const input of node.inputs) registerOf(input, set)
      earlier.set = set
      return earlier.base + output
    }
    if (open.has(node)) throw cycle(node)
    open.add(node)
    const inputs = node.inputs.map((input) => registerOf(input, set))
    open.delete(node)
    const planned = planNode(node, inputs, { firstOf, nodeOf })
    nodes.push(planned)
    for (const _ of planned.outputs) {
      firstOf.push(planned.first)
      gapsOf.push(node.definition.gaps !== undefined || inputs.some((register) => gapsOf[register]))
      nodeOf.push(planned)
    }
    const base = planned.outputs[0]!
    known.set(node.key, [...equals, { base, node, set }])
    return base + output
  }
  return { nodes, firstOf, gapsOf, nodeOf, registerOf }
}

/** Index of the first bar at which the feature has a value: the number of bars before it. */
export function warmUpOf(feature: Feature): number {
  return planFeatures({ feature }).warmUp
}

interface Planned {
  readonly firstOf: readonly number[]
  readonly nodeOf: readonly (PlanNode | undefined)[]
}

function planNode(node: CallNode, inputs: readonly number[], { firstOf, nodeOf }: Planned): PlanNode {
  const { key, definition, params } = node
  const start = inputs.reduce((latest, register) => Math.max(latest, firstOf[register]!), 0)
  const sources = inputs.map((register) => nodeOf[register])
  return {
    key,
    definition,
    params,
    form: definition.composed?.form ?? 'kernel',
    inputs,
    outputs: definition.outputs.map((_, index) => firstOf.length + index),
    start,
    first: start + definition.lookback(params),
    isLate: definition.composed?.isLate === true || sources.some((source) => source?.isLate === true),
    stage: sources.reduce((stage, source) => Math.max(stage, stageAfter(source)), 0),
  }
}

/** The first stage in which what the node writes can be read. */
function stageAfter(node: PlanNode | undefined): number {
  if (node === undefined) return 0
  return node.form === 'across' ? node.stage + 1 : node.stage
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

function nameTaken({ key, definition }: CallNode): UsageError {
  return new UsageError(
    'INDICATOR_NAME_TAKEN',
    `Two indicators must differ in name or parameters, but two different functions are called '${key}'. Rename one ` +
      'of them, list the values that its function uses as its params, or make it once and use it twice.',
    { indicator: definition.name, key },
  )
}

/** Whether two nodes of one key compute the same number: their definitions are the same, all the way down. */
function isSameNode(a: FeatureNode, b: FeatureNode): boolean {
  if (a === b) return true
  if (a.kind === 'field' || b.kind === 'field') return a.key === b.key
  return (
    isSameDefinition(a.definition, b.definition) &&
    a.inputs.every((input, index) => isSameNode(input.node, b.inputs[index]!.node))
  )
}

function isSameDefinition(a: Definition, b: Definition): boolean {
  if (a === b) return true
  const mine = a.composed?.origin
  const other = b.composed?.origin
  if (mine === undefined || other === undefined || mine.length !== other.length) return false
  return mine.every((part, index) => {
    const against = other[index]
    return isFeature(part) && isFeature(against)
      ? part.key === against.key && isSameNode(part.node, against.node)
      : Object.is(part, against)
  })
}

function cycle(node: CallNode): UsageError {
  return new UsageError(
    'FEATURE_CYCLE',
    `A feature must be made of other features, but '${node.definition.name}' is an input of itself. Build it of what exists before it.`,
    { indicator: node.definition.name },
  )
}
