/**
 * Which definitions are the package's own. Their key says all that they compute, so another thread can make them by name and a
 * stored column can be found by it. A function that a user wrote is neither: its key does not say what its code does.
 */
import * as acrossSection from './compose/across.ts'
import * as arithmetic from './compose/arithmetic.ts'
import * as conditions from './compose/conditions.ts'
import { on } from './compose/on.ts'
import { createFeature, featureOf } from './define.ts'
import type { BarInput, Definition, ParamSpecs, ParamValues } from './definition.ts'
import { type CallNode, type Feature, isFeature, price } from './feature.ts'
import type { FeaturePlan, PlanNode } from './plan.ts'
import { INDICATORS } from './registry.ts'

/** A definition as plain data: by its name, or what `on` makes of a frame and a feature. */
export type DefinitionRef =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'frame'; readonly frame: string; readonly feature: FeatureRef }

/** A feature as plain data. */
export type FeatureRef =
  | { readonly kind: 'field'; readonly field: BarInput }
  | {
      readonly kind: 'call'
      readonly definition: DefinitionRef
      readonly params: ParamValues<ParamSpecs>
      readonly inputs: readonly FeatureRef[]
      readonly output: number
    }

/** The definition as plain data, or undefined where it holds a user's function. */
export function definitionRef(definition: Definition): DefinitionRef | undefined {
  const { name, composed } = definition
  if (packageDefinitions().get(name) === definition) return { kind: 'named', name }
  const inner = composed?.origin?.[1]
  if (composed?.frame === undefined || !isFeature(inner)) return undefined
  const feature = featureRef(inner)
  return feature === undefined ? undefined : { kind: 'frame', frame: composed.frame.text, feature }
}

function featureRef({ node, output }: Feature): FeatureRef | undefined {
  if (node.kind === 'field') return { kind: 'field', field: node.field }
  const definition = definitionRef(node.definition)
  const inputs = node.inputs.map(featureRef)
  if (definition === undefined || inputs.includes(undefined)) return undefined
  return { kind: 'call', definition, params: node.params, inputs: inputs as FeatureRef[], output }
}

/** The definition that `definitionRef` described. Throws `RangeError` where this package has none of that name. */
export function definitionOf(ref: DefinitionRef): Definition {
  if (ref.kind === 'frame') return callNode(on(ref.frame, featureFrom(ref.feature))).definition
  const definition = packageDefinitions().get(ref.name)
  if (definition === undefined) throw new RangeError(`There is no definition of the name '${ref.name}'.`)
  return definition
}

function featureFrom(ref: FeatureRef): Feature {
  if (ref.kind === 'field') return price[ref.field]
  const inputs = ref.inputs.map(featureFrom)
  const first =
    ref.definition.kind === 'frame'
      ? on(ref.definition.frame, featureFrom(ref.definition.feature))
      : createFeature(definitionOf(ref.definition), inputs, ref.params)
  const node = callNode(first)
  const whole = featureOf(node) as unknown as Feature & Readonly<Record<string, Feature>>
  return ref.output === 0 ? whole : whole[node.definition.outputs[ref.output]!]!
}

/** The nodes of a plan that rest on the package's own definitions alone, all the way down. */
export function portableNodes(plan: FeaturePlan): ReadonlySet<PlanNode> {
  const portable = new Set<PlanNode>()
  for (const node of plan.nodes) {
    const sources = node.inputs.map((register) => plan.nodeOf[register])
    const isFed = sources.every((source) => source === undefined || portable.has(source))
    if (isFed && definitionRef(node.definition) !== undefined) portable.add(node)
  }
  return portable
}

/** Every definition of the package but those of `on`, by name. */
function packageDefinitions(): ReadonlyMap<string, Definition> {
  known ??= new Map([...INDICATORS, ...composedDefinitions()].map((each) => [each.name, each]))
  return known
}

let known: ReadonlyMap<string, Definition> | undefined

/** The definitions behind the functions of `compose/`, read from what they give. */
function composedDefinitions(): readonly Definition[] {
  const { above, and, below, between, crossAbove, crossBelow, not, or, when } = conditions
  const { abs, add, divide, exp, log, maxOf, minOf, multiply, negate, orElse } = arithmetic
  const { power, sign, sqrt, subtract } = arithmetic
  const { countAcross, demeanAcross, meanAcross, percentileAcross, rank, zScoreAcross } = acrossSection
  const { close } = price
  const features = [
    ...[abs, exp, log, negate, sign, sqrt, not].map((make) => make(close)),
    ...[add, divide, maxOf, minOf, multiply, orElse, power, subtract].map((make) => make(close, 1)),
    ...[above, below, crossAbove, crossBelow, and, or].map((make) => make(close, 1)),
    ...[between, when].map((make) => make(close, 1, 2)),
    ...[countAcross, demeanAcross, meanAcross, percentileAcross, rank, zScoreAcross].map((make) =>
      make(close),
    ),
  ]
  const found = new Set<Definition>()
  const visit = ({ node }: Feature): void => {
    if (node.kind === 'field') return
    found.add(node.definition)
    node.inputs.forEach(visit)
  }
  features.forEach(visit)
  return [...found]
}

function callNode({ node }: Feature): CallNode {
  if (node.kind === 'call') return node
  throw new RangeError('A field of the bar is no node that is computed.')
}
