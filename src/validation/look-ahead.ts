/**
 * The look-ahead proof: at every pulse, every feature and every decision is the same when all that lies behind the pulse is
 * poison or does not exist.
 *
 *   kernel          streamed bar by bar: cannot see ahead, so equal bits prove its columns          O(bars)
 *   whole columns   computed again at every bar from what is known there, once a kind of poison     O(bars^2) an instrument
 *   cross-section   computed again at every pulse from the instruments that are there               O(bars)
 *   decide          the engine's events over a table that is revealed pulse by pulse                O(bars) a kind
 *   fill            priced again from its bar, which opened after the decision                      O(fills)
 *
 * Each node reads the plain run's inputs, so that the node named is the one that leaks and not one that is fed by it.
 * Nothing is sampled: where functions of whole columns make that too much work, the proof refuses and says what would fit.
 */
import { rowsByInstrument, UsageError } from '../model/index.ts'
import { isEqual, type NodeLane, nodeLane } from './column-check.ts'
import { placeOf } from './decisions.ts'
import { farthestRead } from './distance.ts'
import { checkFills } from './fills.ts'
import { type Difference, earlier, type Leak, leakOf } from './finding.ts'
import { farthestByHorizon } from './horizon.ts'
import { POISON_KINDS } from './poison.ts'
import { type PlainRun, type ProofInput, plainRun, pulsesOfRows, requireSameNodes } from './proof-input.ts'
import { type NodeDifference, type ReplayResult, type ReplaySetting, replay } from './replay.ts'

/**
 * Of what the proof does and says. It grows whenever the proof of the same run may come out another way, its sentences
 * included: a verdict that is stored under a version stays what that version says.
 */
export const LOOK_AHEAD_VERSION = 2

export interface LookAheadProof {
  readonly ok: boolean
  readonly pulses: number
  /** Pulses times kinds of poison: how often everything behind a pulse was replaced. */
  readonly cuts: number
  /** In the order of time. */
  readonly leaks: readonly Leak[]
  /** The strategy's names of its features. */
  readonly features: readonly string[]
  /** What was looked at: feature nodes by form, and fills. */
  readonly checked: {
    readonly kernels: number
    readonly columns: number
    readonly across: number
    readonly fills: number
  }
  /** True where fills use the price that was decided on (`same-close`): no later bar is read, but no one could trade it. */
  readonly isOptimistic: boolean
}

const DEFAULT_LIMIT = 5e10

/**
 * Proves that a run of a strategy reads no later bar, or names what does. Throws what running the strategy throws, and
 * `UsageError` PROOF_TOO_LARGE or FEATURES_DIFFER.
 */
export function proveNoLookAhead(input: ProofInput): LookAheadProof {
  const { table, seed = 1, config } = input
  const layout = { rowsOf: rowsByInstrument(table), pulseOfRow: pulsesOfRows(table) }
  const plain = plainRun(input, layout)
  const lanes = columnLanes(plain)
  requireFeasible(lanes, input.limit ?? DEFAULT_LIMIT)
  const unsteady = differences(plain, plainRun(input, layout))
  const pulses = table.pulseTimeMs.length
  const first = replayAll({ plain, input, lanes, seed, withKernels: true, isThorough: lanes.length === 0 })
  const isClean = first.nodes.size === 0 && first.decide === undefined
  // What a first look finds is looked at thoroughly before anything is said of it.
  const { nodes, decide } =
    isClean || lanes.length === 0 ? first : replayAll({ plain, input, lanes, seed, withKernels: true })
  const setting = { plain, input, lanes, seed, withKernels: true }
  const { fills, difference: fill } = checkFills(plain, config)
  const leaks = [
    ...[...nodes.values()]
      .filter(({ node }) => !unsteady.nodes.has(node.key))
      .map((d) => nodeLeak(setting, d)),
    ...[...unsteady.nodes.values()].map((d) => unsteadyLeak(plain, d)),
    ...decideLeaks(setting, unsteady.decide, decide),
    ...(fill === undefined
      ? []
      : [leakOf(table, { ...NO_DISTANCE, reason: 'look-ahead', feature: 'fill', key: null, ...fill })]),
  ].sort((a, b) => a.time - b.time)
  const count = (form: string): number => plain.plan.nodes.filter((node) => node.form === form).length
  return {
    ok: leaks.length === 0,
    pulses,
    cuts: pulses * POISON_KINDS.length,
    leaks,
    features: plain.plan.names,
    checked: { kernels: count('kernel'), columns: count('columns'), across: count('across'), fills },
    isOptimistic: config.fillRule === 'same-close',
  }
}

/** The replays of all kinds of poison; the earliest difference of each node, and of the decisions. */
function replayAll(setting: Omit<ReplaySetting, 'kind'>): ReplayResult {
  const { lanes, input, plain } = setting
  const pulses = plain.table.pulseTimeMs.length
  const nodes = new Map<string, NodeDifference>()
  let decide: Difference | undefined
  POISON_KINDS.forEach((kind, index) => {
    const found = replay({
      ...setting,
      kind,
      // Kernels never see the poison; only what a function of whole columns keeps could reach them.
      withKernels: index === 0 || lanes.length > 0,
      onPulse: (p) => input.onProgress?.((index + (p + 1) / pulses) / POISON_KINDS.length),
    })
    for (const [key, difference] of found.nodes) nodes.set(key, earlier(nodes.get(key), difference)!)
    decide = earlier(decide, found.decide)
  })
  return { nodes, decide }
}

const NO_DISTANCE = { readsAhead: null, readsPulse: null }

function columnLanes(plain: PlainRun): readonly NodeLane[] {
  const nodes = plain.plan.nodes.filter(({ form }) => form === 'columns')
  return plain.table.instruments.flatMap((_, i) => nodes.map((node) => nodeLane(plain, node, i)))
}

function requireFeasible(lanes: readonly NodeLane[], limit: number): void {
  const values =
    lanes.reduce((sum, { inputs }) => sum + (inputs[0]?.length ?? 0) ** 2, 0) * POISON_KINDS.length
  if (values <= limit) return
  const part = Math.sqrt(limit / values)
  throw new UsageError(
    'PROOF_TOO_LARGE',
    `A proof computes functions of whole columns again at every bar, which here is ${values.toExponential(1)} values, more than ` +
      `${limit.toExponential(1)}. Prove a range of at most ${Math.floor(part * 100)} % of the bars, or fewer instruments, or ` +
      'write the function as a kernel (customKernel), whose proof takes one pass.',
    { values, limit },
  )
}

type Setting = Omit<ReplaySetting, 'kind'>

function nodeLeak(setting: Setting, difference: NodeDifference): Leak {
  const { plain, seed } = setting
  const { node, instrument, bar, pulse, error } = difference
  const planned = plain.plan.nodes.find(({ key }) => key === node.key)!
  const lane = nodeLane(plain, planned, instrument!)
  const rows = plain.rowsOf[instrument!]!
  const named = { ...difference, feature: nameOf(plain, difference), key: node.key }
  if (error !== undefined) return leakOf(plain.table, { ...NO_DISTANCE, ...named, reason: 'fails' })
  const ahead = farthestRead(lane, bar, seed)
  if (typeof ahead === 'number') {
    const place = { readsAhead: ahead, readsPulse: plain.pulseOfRow[rows[bar + ahead]!]! }
    return leakOf(plain.table, { ...named, ...place, reason: 'look-ahead' })
  }
  const until = ahead ?? farthestByHorizon(setting, pulse, ({ nodes }) => nodes.has(node.key))
  if (until === 'always') return leakOf(plain.table, { ...NO_DISTANCE, ...named, reason: 'unrepeatable' })
  const readsAhead = until === null ? null : barsUntil(plain, instrument!, { bar, pulse: until })
  return leakOf(plain.table, { ...named, reason: 'look-ahead', readsAhead, readsPulse: until })
}

/** The bars of an instrument behind `bar` up to a pulse. */
function barsUntil(
  { rowsOf, pulseOfRow }: PlainRun,
  instrument: number,
  { bar, pulse }: { readonly bar: number; readonly pulse: number },
): number {
  const rows = rowsOf[instrument]!
  let last = bar
  while (last + 1 < rows.length && pulseOfRow[rows[last + 1]!]! <= pulse) last++
  return last - bar
}

function unsteadyLeak(plain: PlainRun, difference: NodeDifference): Leak {
  const { key } = difference.node
  return leakOf(plain.table, {
    ...NO_DISTANCE,
    ...difference,
    reason: 'unrepeatable',
    feature: nameOf(plain, difference),
    key,
  })
}

function decideLeaks(
  setting: Setting,
  unsteady: Difference | undefined,
  found: Difference | undefined,
): Leak[] {
  const { plain } = setting
  if (unsteady !== undefined) {
    const place = { ...NO_DISTANCE, ...unsteady, feature: 'decide', key: null }
    return [leakOf(plain.table, { ...place, reason: 'unrepeatable' })]
  }
  if (found === undefined) return []
  const until = farthestByHorizon(setting, found.pulse, ({ decide }) => decide !== undefined)
  const readsPulse = until === 'always' ? null : until
  const readsAhead = readsPulse === null ? null : readsPulse - found.pulse
  const reason = until === 'always' ? 'unrepeatable' : 'look-ahead'
  return [leakOf(plain.table, { ...found, reason, feature: 'decide', key: null, readsAhead, readsPulse })]
}

/** The strategy's name of what differs: its own where it has one, else that of the first feature that is made of the node. */
function nameOf({ plan }: PlainRun, { node, output }: NodeDifference): string {
  const { outputs } = plan.nodes.find(({ key }) => key === node.key)!
  const own = plan.registers.indexOf(outputs[output]!)
  if (own !== -1) return plan.names[own]!
  const registers = new Set(outputs)
  for (const user of plan.nodes) {
    if (user.inputs.some((register) => registers.has(register)))
      for (const r of user.outputs) registers.add(r)
  }
  return plan.names[plan.registers.findIndex((register) => registers.has(register))]!
}

interface Unsteady {
  readonly nodes: ReadonlyMap<string, NodeDifference>
  readonly decide: Difference | undefined
}

/** Where two runs over the same bars differ. A node that is fed by a differing one is not named with it. */
function differences(plain: PlainRun, again: PlainRun): Unsteady {
  requireSameNodes(plain.plan.nodes, again.plan.nodes)
  const nodes = new Map<string, NodeDifference>()
  const unsteady = new Set<number>()
  for (const node of plain.plan.nodes) {
    const row = firstRow(node.outputs.map((r) => [plain.run.kept.get(r)!, again.run.kept.get(r)!] as const))
    if (row === undefined) continue
    for (const register of node.outputs) unsteady.add(register)
    if (node.inputs.some((register) => unsteady.has(register))) continue
    const instrument = plain.table.instrumentOf[row]!
    const bar = plain.rowsOf[instrument]!.indexOf(row)
    nodes.set(node.key, { node, output: 0, instrument, bar, pulse: plain.pulseOfRow[row]! })
  }
  const seq = firstEvent(plain, again)
  if (seq === undefined || nodes.size > 0) return { nodes, decide: undefined }
  const pulse = plain.marks.findIndex((mark) => mark > seq)
  return { nodes, decide: { pulse: pulse === -1 ? plain.marks.length - 1 : pulse, instrument: null } }
}

function firstRow(pairs: readonly (readonly [Float64Array, Float64Array])[]): number | undefined {
  let first: number | undefined
  for (const [a, b] of pairs) {
    const limit = first ?? a.length
    for (let row = 0; row < limit; row++) {
      if (isEqual(a[row]!, b[row]!)) continue
      first = row
      break
    }
  }
  return first
}

function firstEvent({ log }: PlainRun, { log: again }: PlainRun): number | undefined {
  const shared = Math.min(log.count, again.count)
  for (let seq = 0; seq < shared; seq++) {
    const [x, i] = placeOf(log, seq)
    const [y] = placeOf(again, seq)
    if (x.kind[i] !== y.kind[i] || x.subject[i] !== y.subject[i]) return seq
    if (!Object.is(x.a[i], y.a[i]) || !Object.is(x.b[i], y.b[i]) || x.timeMs[i] !== y.timeMs[i]) return seq
  }
  return log.count === again.count ? undefined : shared
}
