/** What a look-ahead proof is asked, and the run as it is when everything is known: what the proof holds each replay against. */
import { createEngine, type EngineConfig } from '../engine/index.ts'
import {
  type FeaturePlan,
  featureColumnsOf,
  type PlanNode,
  type PlanRun,
  planFeatures,
  requireFinite,
  requireFrames,
  runPlan,
} from '../indicators/index.ts'
import { EventLog } from '../ledger/index.ts'
import { type BarTable, type Dividend, type Split, UsageError } from '../model/index.ts'
import type { ParamValue, Strategy } from '../strategy/index.ts'

export interface ProofInput {
  readonly table: BarTable
  /** Splits and dividends that the table's prices do not contain. */
  readonly actions?: readonly (Split | Dividend)[]
  /** Gives the strategy afresh: each replay starts with one that has remembered nothing. */
  readonly strategy: () => Strategy
  readonly params: Readonly<Record<string, ParamValue>>
  readonly config: EngineConfig
  /** Chooses the shuffles; 1 where absent. */
  readonly seed?: number
  /** Most values that functions of whole columns may be asked for; 5e10 where absent, minutes of work. */
  readonly limit?: number
  /** Translates what the strategy throws at a pulse into the error to throw in its place. */
  readonly onFailure?: (error: unknown, timeMs: number) => unknown
  /** Told how much is done, 0 to 1. */
  readonly onProgress?: (done: number) => void
}

/** A run in which every feature and every event is kept. */
export interface PlainRun {
  readonly table: BarTable
  readonly plan: FeaturePlan
  /** Every register's column. */
  readonly run: PlanRun
  readonly log: EventLog
  /** For each pulse, the events written by its end. */
  readonly marks: Uint32Array
  /** For each instrument, its rows of the table. */
  readonly rowsOf: readonly Uint32Array[]
  readonly pulseOfRow: Uint32Array
  /** For each instrument, the pulse of its first bar; Infinity where it has none. */
  readonly startOf: Float64Array
}

/** Throws what computing the features and running the strategy throw. */
export function plainRun(
  input: ProofInput,
  { rowsOf, pulseOfRow }: Pick<PlainRun, 'rowsOf' | 'pulseOfRow'>,
): PlainRun {
  const { table, actions = [], params, config } = input
  const strategy = input.strategy()
  const features = strategy.features(params)
  const plan = planFeatures(features)
  requireFrames(plan, table.interval)
  const checked = new Set(plan.registers)
  for (const { form, inputs } of plan.nodes) if (form === 'across') for (const r of inputs) checked.add(r)
  const all = plan.nodes.flatMap(({ outputs, inputs }) => [...outputs, ...inputs])
  const run = runPlan(table, plan, {
    wanted: [...new Set([...plan.registers, ...all])],
    inspect: (found) => {
      if (checked.has(found.register)) requireFinite(found)
    },
  })
  const log = new EventLog()
  const marks = new Uint32Array(table.pulseTimeMs.length)
  const engine = createEngine({
    table,
    actions,
    strategy,
    params,
    config,
    log,
    features: featureColumnsOf(run),
    identity: {},
  })
  for (let p = 0; p < marks.length; p++) {
    try {
      engine.step()
    } catch (error) {
      throw input.onFailure === undefined ? error : input.onFailure(error, table.pulseTimeMs[p]!)
    }
    marks[p] = log.count
  }
  const startOf = Float64Array.from(rowsOf, (rows) =>
    rows.length === 0 ? Number.POSITIVE_INFINITY : pulseOfRow[rows[0]!]!,
  )
  return { table, plan, run, log, marks, rowsOf, pulseOfRow, startOf }
}

/** Throws `UsageError` FEATURES_DIFFER where the strategy's features are others when it is loaded again. */
export function requireSameNodes(nodes: readonly PlanNode[], again: readonly PlanNode[]): void {
  const index = nodes.findIndex(({ key }, n) => key !== again[n]?.key)
  if (index === -1 && nodes.length === again.length) return
  throw new UsageError(
    'FEATURES_DIFFER',
    `A strategy's features must depend on its parameters alone, but '${nodes[index]?.key ?? again.at(-1)?.key}' is ` +
      `'${again[index]?.key ?? 'absent'}' when the strategy is loaded again.`,
    { feature: nodes[index]?.key ?? null },
  )
}

/** For each row of a table its pulse. */
export function pulsesOfRows({ pulseStart, pulseTimeMs }: BarTable): Uint32Array {
  const pulses = new Uint32Array(pulseStart[pulseTimeMs.length]!)
  for (let p = 0; p < pulseTimeMs.length; p++) pulses.fill(p, pulseStart[p]!, pulseStart[p + 1]!)
  return pulses
}
