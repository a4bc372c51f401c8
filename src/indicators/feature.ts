/**
 * A feature: an immutable node of plain data that says which number is meant, never how far it has been computed. Two nodes
 * with one key are the same number and are computed once.
 */
import type { BarInput, Definition, ParamSpecs, ParamValues } from './definition.ts'

/** A number per instrument per pulse, computed from bars at or before it. */
export interface Feature {
  readonly kind: 'feature'
  /** Canonical text: `sma(close,period=20)`; an output that is not the default is appended, `donchian(high,low,period=20).lower`. */
  readonly key: string
  readonly node: FeatureNode
  /** Index of the output of the node. */
  readonly output: number
}

export type FeatureNode = FieldNode | CallNode

/** A field of the bar itself. */
export interface FieldNode {
  readonly kind: 'field'
  readonly key: string
  readonly field: BarInput
}

/** An indicator with its parameters over other features. */
export interface CallNode {
  readonly kind: 'call'
  readonly key: string
  readonly definition: Definition
  readonly params: ParamValues<ParamSpecs>
  readonly inputs: readonly Feature[]
}

/** The canonical text of a feature: equal text, equal number. */
export function featureKey(feature: Feature): string {
  return feature.key
}

export function isFeature(value: unknown): value is Feature {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'feature'
}

function fieldFeature(field: BarInput): Feature {
  const node: FieldNode = Object.freeze({ kind: 'field', key: field, field })
  return Object.freeze({ kind: 'feature', key: field, node, output: 0 })
}

/** The fields of a bar as features; `time` is its opening and `closeTime` its closing instant, epoch ms. */
export const price: Readonly<Record<BarInput, Feature>> = Object.freeze({
  open: fieldFeature('open'),
  high: fieldFeature('high'),
  low: fieldFeature('low'),
  close: fieldFeature('close'),
  volume: fieldFeature('volume'),
  time: fieldFeature('time'),
  closeTime: fieldFeature('closeTime'),
})
