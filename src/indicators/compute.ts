/**
 * Feature columns of a whole bar table, row-aligned with it. Invariant: the columns hold the bits that `createFeatureStream`
 * gives bar by bar (compute.test.ts), and `createUniverseStream` where there are cross-sections (compose/universe-stream.ts).
 */
import { type BarTable, isoTime, type JsonObject } from '../model/index.ts'
import { notFinite } from './errors.ts'
import type { Feature } from './feature.ts'
import { requireFrames } from './frames.ts'
import { isFiniteColumn } from './kernels/tiles.ts'
import { type FeaturePlan, type PlannedSet, planFeatures } from './plan.ts'
import { firstBarOf, type Inspect, type PlanRun } from './plan-work.ts'
import { openTimeOfRow } from './row-grid.ts'
import { runPlan } from './run-plan.ts'

export interface FeatureColumns {
  readonly names: readonly string[]
  /** One a name, length = rows of the table; NaN before the feature's own warm-up. Not to be written: some are the table's own. */
  readonly columns: readonly Float64Array[]
  /** For each instrument, the index among its own bars of the first at which all features are warm; it may lie past its last. */
  readonly firstWarm: Uint32Array
  /** Canonical description of the feature set, for the identity of a run. */
  readonly fingerprint: JsonObject
}

/**
 * Computes the features at every row of the table. Throws `DataError` FEATURE_NOT_FINITE where a value after the warm-up is
 * not a number, naming instrument, feature and time; `UsageError` FEATURE_FAILED, COLUMN_LENGTH, FRAME_TOO_FINE and those of
 * `planFeatures`.
 */
export function computeFeatures(
  table: BarTable,
  features: Readonly<Record<string, Feature>>,
): FeatureColumns {
  const plan = planFeatures(features)
  requireFrames(plan, table.interval)
  const run = runPlan(table, plan, { wanted: plan.registers, inspect: requireFinite })
  return featureColumnsOf(run)
}

/** The named columns of a run of a plan, or of one of its sets. */
export function featureColumnsOf(run: PlanRun, set: PlannedSet = run.plan): FeatureColumns {
  const { kept, table } = run
  return {
    names: set.names,
    columns: set.registers.map((register) => kept.get(register)!),
    firstWarm: Uint32Array.from(table.instruments, (_, instrument) =>
      set.registers.reduce((warm, register) => Math.max(warm, firstBarOf(run, register, instrument)), 0),
    ),
    fingerprint: set.fingerprint,
  }
}

/** What has a name, and what a cross-section reads, is a number once it is warm, or NaN where that is documented. */
export const requireFinite: Inspect = ({ run, register, instrument, values, offset, bars }) => {
  const { plan } = run
  const first = firstBarOf(run, register, instrument)
  if (isFiniteColumn(values, offset + first, offset + bars)) return
  for (let t = first; t < bars; t++) {
    const value = values[offset + t]!
    if (isAllowed(plan, register, value)) continue
    throw notFinite({
      feature: plan.names[plan.registers.indexOf(register)],
      key: keyOf(plan, register),
      instrument: run.table.instruments[instrument]!.id,
      time: isoTime(openTimeOfRow(run.table, run.grid.rowOf(instrument, t))),
      value,
    })
  }
}

/** Whether a warm register may hold the value. */
export function isAllowed(plan: FeaturePlan, register: number, value: number): boolean {
  return Number.isFinite(value) || (plan.gapsOf[register]! && Number.isNaN(value))
}

/** The key of a register: that of its node, and the output's name where it is not the first. */
export function keyOf(plan: FeaturePlan, register: number): string {
  const named = plan.registers.indexOf(register)
  if (named !== -1) return plan.features[named]!.key
  const node = plan.nodeOf[register]!
  const output = node.outputs.indexOf(register)
  return output === 0 ? node.key : `${node.key}.${node.definition.outputs[output]}`
}
