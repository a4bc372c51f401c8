/**
 * One replay of the run in which nothing later than the current pulse exists: prices are revealed pulse by pulse, functions of
 * whole columns are computed again from what is known, kernels take the new bars, cross-sections the instruments that are there,
 * and then the engine takes its step. Each part reads the plain run's inputs, so that each is judged alone.
 */
import { type PlanNode, planFeatures } from '../indicators/index.ts'
import type { Strategy } from '../strategy/index.ts'
import { type AcrossCheck, createAcrossCheck } from './across-check.ts'
import { type CheckSetting, type ColumnCheck, createColumnCheck, type NodeLane } from './column-check.ts'
import { createDecisionCheck } from './decisions.ts'
import { type Difference, earlier } from './finding.ts'
import { futureTable } from './future-table.ts'
import { createKernelCheck, type KernelCheck } from './kernel-check.ts'
import type { PoisonKind } from './poison.ts'
import { type PlainRun, type ProofInput, requireSameNodes } from './proof-input.ts'

/** A difference of a node, with the index of the instrument's bar where it shows. */
export interface NodeDifference extends Difference {
  readonly node: PlanNode
  /** Index of the node's output that differs. */
  readonly output: number
  readonly bar: number
}

export interface ReplayResult {
  /** The first difference of each node, by key. */
  readonly nodes: ReadonlyMap<string, NodeDifference>
  readonly decide: Difference | undefined
}

export interface ReplaySetting {
  readonly plain: PlainRun
  readonly input: ProofInput
  readonly lanes: readonly NodeLane[]
  readonly kind: PoisonKind
  readonly seed: number
  /** Pulses ahead that are known; 0 for none. */
  readonly horizon?: number
  /** The last pulse to execute; all where absent. */
  readonly until?: number
  /** Whether kernels and cross-sections are looked at too. */
  readonly withKernels: boolean
  /** False for a first look: functions of whole columns see a short future of poison (column-check.ts). True where absent. */
  readonly isThorough?: boolean
  /** Told each pulse. */
  readonly onPulse?: (pulse: number) => void
}

export function replay(setting: ReplaySetting): ReplayResult {
  const { plain, input, kind, seed, horizon = 0, onPulse } = setting
  const { table } = plain
  const pulses = table.pulseTimeMs.length
  const last = Math.min(setting.until ?? pulses - 1, pulses - 1)
  const future = futureTable(plain, kind, seed)
  const strategy = input.strategy()
  const checks = createNodeChecks(setting, freshNodes(plain, strategy, input))
  const decisions = createDecisionCheck({ plain, input, strategy, future, horizon })
  let decide: Difference | undefined
  for (let p = 0; p <= last; p++) {
    future.revealTo(p + horizon)
    checks.at(p, Math.min(p + horizon, pulses - 1))
    decide ??= decisions.step()
    onPulse?.(p)
  }
  return { nodes: checks.found, decide }
}

/** The nodes of a strategy made afresh, in the plain plan's order: what their functions remember is this replay's alone. */
function freshNodes(plain: PlainRun, strategy: Strategy, { params }: ProofInput): readonly PlanNode[] {
  const { nodes } = planFeatures(strategy.features(params))
  requireSameNodes(plain.plan.nodes, nodes)
  return nodes
}

interface NodeChecks {
  readonly found: ReadonlyMap<string, NodeDifference>
  /** Looks at all nodes at a pulse; bars up to `known` exist. */
  at(pulse: number, known: number): void
}

function createNodeChecks(setting: ReplaySetting, nodes: readonly PlanNode[]): NodeChecks {
  const { plain, kind, seed, withKernels, isThorough = true } = setting
  const { table, rowsOf, pulseOfRow } = plain
  const lanes = setting.lanes.map((lane) => ({ ...lane, node: nodes[plain.plan.nodes.indexOf(lane.node)]! }))
  const found = new Map<string, NodeDifference>()
  const note = (difference: NodeDifference): void => {
    const { key } = difference.node
    found.set(key, earlier(found.get(key), difference)!)
  }
  const columns = columnChecks(lanes, table.instruments.length, { kind, seed, isThorough })
  const only = (form: string): readonly PlanNode[] =>
    withKernels ? nodes.filter((node) => node.form === form) : []
  const kernels = only('kernel').map((node) => createKernelCheck(plain, node))
  const across = only('across').map((node) => createAcrossCheck(plain, node))
  // For each instrument, the index of its newest bar; -1 before the first.
  const barOf = new Uint32Array(table.instruments.length)
  const started = new Uint8Array(table.instruments.length)
  const knownBar = new Int32Array(table.instruments.length).fill(-1)
  return {
    found,
    at(pulse, known) {
      const from = table.pulseStart[pulse]!
      const to = table.pulseStart[pulse + 1]!
      for (let row = from; row < to; row++) {
        const i = table.instrumentOf[row]!
        if (started[i] === 1) barOf[i]!++
        started[i] = 1
        const rows = rowsOf[i]!
        let newest = Math.max(knownBar[i]!, barOf[i]!)
        while (newest + 1 < rows.length && pulseOfRow[rows[newest + 1]!]! <= known) newest++
        knownBar[i] = newest
        for (const { lane, check } of columns[i]!) {
          const difference = check.at(newest)
          if (difference === undefined || found.has(lane.node.key)) continue
          const at = pulseOfRow[rows[difference.bar]!]!
          note({ node: lane.node, instrument: i, pulse: at, ...difference })
        }
      }
      for (const check of kernels) stepKernel(check, { from, to, pulse })
      for (const check of across) stepAcross(check, { from, to, pulse })
    },
  }

  function stepKernel(check: KernelCheck, { from, to, pulse }: Rows): void {
    if (found.has(check.node.key)) return
    for (let row = from; row < to; row++) {
      const i = table.instrumentOf[row]!
      const difference = check.at(i, barOf[i]!, row)
      if (difference === undefined) continue
      note({ node: check.node, instrument: i, pulse, bar: barOf[i]!, ...difference })
      return
    }
  }

  function stepAcross(check: AcrossCheck, { from, to, pulse }: Rows): void {
    if (found.has(check.node.key)) return
    const difference = check.at(from, to, barOf)
    if (difference === undefined) return
    const { row, ...rest } = difference
    const i = table.instrumentOf[row]!
    note({ node: check.node, instrument: i, pulse, bar: barOf[i]!, ...rest })
  }
}

interface Rows {
  readonly from: number
  readonly to: number
  readonly pulse: number
}

interface LaneCheck {
  readonly lane: NodeLane
  readonly check: ColumnCheck
}

/** For each instrument, its functions of whole columns, in the plan's order. */
function columnChecks(
  lanes: readonly NodeLane[],
  instruments: number,
  setting: CheckSetting,
): readonly (readonly LaneCheck[])[] {
  const byInstrument = Array.from({ length: instruments }, (): LaneCheck[] => [])
  for (const lane of lanes) {
    byInstrument[lane.instrument]!.push({ lane, check: createColumnCheck(lane, setting) })
  }
  return byInstrument
}
