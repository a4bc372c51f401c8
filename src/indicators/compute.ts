/**
 * Feature columns of a whole bar table, row-aligned with it: gather an instrument's bars into scratch, run the kernels of
 * the plan in order, scatter what has a name. Eight instruments at a time, so that a pass over the table uses whole cache
 * lines. Memory: the named columns, and scratch of at most an eighth of a column a slot once columns are large.
 *
 * Invariant: the columns hold the bits that `createFeatureStream` gives bar by bar (compute.test.ts).
 */
import { type BarTable, DataError, isoTime, type JsonObject } from '../model/index.ts'
import { BAR_INPUTS, type BarInput, runColumns } from './definition.ts'
import type { Feature } from './feature.ts'
import { type FeaturePlan, type PlanNode, planFeatures } from './plan.ts'
import { type Lanes, openTimeOfRow, openTimeOfRows, type RowGrid, rowGridOf } from './row-grid.ts'
import { assignSlots } from './slots.ts'

export interface FeatureColumns {
  readonly names: readonly string[]
  /** One a name, length = rows of the table; NaN before the feature's own warm-up. Not to be written: some are the table's own. */
  readonly columns: readonly Float64Array[]
  /** For each instrument, the index among its own bars of the first at which all features are warm; it may lie past its last. */
  readonly firstWarm: Uint32Array
  /** Canonical description of the feature set, for the identity of a run. */
  readonly fingerprint: JsonObject
}

/** Instruments handled together: the doubles of one cache line. */
const LANES = 8
/** Up to so many values a slot, all eight lanes are used however few instruments there are. */
const SMALL_SLOT = 1 << 17

interface Work {
  readonly table: BarTable
  readonly plan: FeaturePlan
  readonly grid: RowGrid
  /** The table's column of each bar field that some node reads, by register. */
  readonly fields: readonly (Float64Array | undefined)[]
  /** The wanted column of a register, where it has a name. */
  readonly wanted: ReadonlyMap<number, Float64Array>
}

/**
 * Computes the features at every row of the table. Throws `DataError` FEATURE_NOT_FINITE where a value after the warm-up is
 * not a number, naming instrument, feature and time.
 */
export function computeFeatures(
  table: BarTable,
  features: Readonly<Record<string, Feature>>,
): FeatureColumns {
  const plan = planFeatures(features)
  const fields = BAR_INPUTS.map((field, register) => fieldColumn(table, plan, field, register))
  const wanted = new Map<number, Float64Array>()
  for (const register of plan.registers) {
    if (wanted.has(register)) continue
    wanted.set(register, fields[register] ?? createColumn(table))
  }
  const work: Work = { table, plan, grid: rowGridOf(table), fields, wanted }
  if (plan.nodes.length > 0) {
    if (table.instruments.length === 1) computeInPlace(work)
    else computeInBlocks(work)
  }
  return {
    names: plan.names,
    columns: plan.registers.map((register) => wanted.get(register)!),
    firstWarm: new Uint32Array(table.instruments.length).fill(plan.warmUp),
    fingerprint: plan.fingerprint,
  }
}

/** Filled in one pass: pages that are first touched row by row in strides cost twice as much. */
function createColumn({ instrumentOf, instruments }: BarTable): Float64Array {
  const column = new Float64Array(instrumentOf.length)
  return instruments.length === 1 ? column : column.fill(Number.NaN)
}

function fieldColumn(
  table: BarTable,
  plan: FeaturePlan,
  field: BarInput,
  register: number,
): Float64Array | undefined {
  const used = plan.registers.includes(register) || plan.nodes.some((node) => node.inputs.includes(register))
  if (!used) return undefined
  return field === 'time' ? openTimeOfRows(table) : table[field]
}

/** One instrument: the table's columns are its own, so kernels read and write them directly. */
function computeInPlace(work: Work): void {
  const { plan, fields, wanted, table } = work
  const { slotOf, slots } = assignSlots(plan)
  const bars = table.instrumentOf.length
  const scratch = Array.from({ length: slots }, (): Float64Array | undefined => undefined)
  const columnOf = (register: number): Float64Array => {
    const own = fields[register] ?? wanted.get(register)
    if (own !== undefined) return own
    const slot = slotOf[register]!
    scratch[slot] ??= new Float64Array(bars)
    return scratch[slot]
  }
  for (const node of plan.nodes) {
    runNode(node, columnOf, { offset: 0, bars })
    for (const register of node.outputs) {
      const values = wanted.get(register)
      if (values !== undefined) requireFinite(work, { register, values, offset: 0, bars, instrument: 0 })
    }
  }
}

function computeInBlocks(work: Work): void {
  const { plan, grid, fields } = work
  const { slotOf, slots } = assignSlots(plan)
  let longest = 0
  for (let i = 0; i < grid.instruments; i++) longest = Math.max(longest, grid.lengthOf(i))
  const width = laneCount(grid.instruments, longest)
  // Eight lanes at equal places of a page would compete for the same lines of the cache.
  const pitch = longest % 64 === 0 ? longest + 8 : longest
  const scratch = Array.from({ length: slots }, () => new Float64Array(width * pitch))
  for (let from = 0; from < grid.instruments; from += width) {
    const count = Math.min(width, grid.instruments - from)
    const lanesOf = (register: number): Lanes => {
      return { values: scratch[slotOf[register]!]!, pitch, from, count }
    }
    fields.forEach((column, register) => {
      if (column !== undefined && slotOf[register] !== -1) grid.gather(column, lanesOf(register))
    })
    for (const node of plan.nodes) {
      const columnOf = (register: number): Float64Array => scratch[slotOf[register]!]!
      for (let k = 0; k < count; k++) {
        runNode(node, columnOf, { offset: k * pitch, bars: grid.lengthOf(from + k) })
      }
      for (const register of node.outputs) deliver(work, register, lanesOf(register))
    }
  }
}

/** Checks what has a name and puts it into its column. */
function deliver(work: Work, register: number, lanes: Lanes): void {
  const column = work.wanted.get(register)
  if (column === undefined) return
  for (let k = 0; k < lanes.count; k++) {
    const instrument = lanes.from + k
    const bars = work.grid.lengthOf(instrument)
    requireFinite(work, { register, values: lanes.values, offset: k * lanes.pitch, bars, instrument })
  }
  work.grid.scatter(lanes, column)
}

/** All eight lanes, unless few instruments with long histories would make the scratch as large as the columns. */
function laneCount(instruments: number, longest: number): number {
  const lanes = Math.min(LANES, instruments)
  return lanes * longest <= SMALL_SLOT ? lanes : Math.max(1, Math.min(LANES, instruments >> 3))
}

interface Stretch {
  readonly offset: number
  readonly bars: number
}

function runNode(
  node: PlanNode,
  columnOf: (register: number) => Float64Array,
  { offset, bars }: Stretch,
): void {
  const outputs = node.outputs.map(columnOf)
  for (const output of outputs) output.fill(Number.NaN, offset, offset + Math.min(node.first, bars))
  if (node.first >= bars) return
  runColumns(node.definition, node.params, {
    inputs: node.inputs.map(columnOf),
    outputs,
    start: offset + node.start,
    end: offset + bars,
  })
}

interface Lane extends Stretch {
  readonly register: number
  readonly values: Float64Array
  readonly instrument: number
}

function requireFinite(work: Work, { register, values, offset, bars, instrument }: Lane): void {
  const first = work.plan.firstOf[register]!
  if (isFiniteFrom(values, offset + first, offset + bars)) return
  const gaps = work.plan.gapsOf[register]!
  for (let t = first; t < bars; t++) {
    const value = values[offset + t]!
    if (Number.isFinite(value) || (gaps && Number.isNaN(value))) continue
    const time = isoTime(openTimeOfRow(work.table, work.grid.rowOf(instrument, t)))
    const feature = work.plan.names[work.plan.registers.indexOf(register)]!
    throw notFinite(work.plan, { feature, instrument: work.table.instruments[instrument]!.id, time, value })
  }
}

interface Finding {
  readonly feature: string
  readonly instrument: string
  readonly time: string
  readonly value: number
}

/** The error for a value that no warm-up and no documentation explains. */
export function notFinite(plan: FeaturePlan, { feature, instrument, time, value }: Finding): DataError {
  const key = plan.features[plan.names.indexOf(feature)]!.key
  return new DataError(
    'FEATURE_NOT_FINITE',
    `A feature must be a finite number once it is warm, but '${feature}' (${key}) of ${instrument} is ${value} at the bar ` +
      `that opened ${time}. Look at that bar and the ones before it, or guard the feature where such values are expected.`,
    { feature, key, instrument, time, value: String(value) },
  )
}

/** Four sums of value x 0: each stays 0 unless a value is not finite. */
function isFiniteFrom(column: Float64Array, from: number, to: number): boolean {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let t = from
  for (; t + 3 < to; t += 4) {
    a += column[t]! * 0
    b += column[t + 1]! * 0
    c += column[t + 2]! * 0
    d += column[t + 3]! * 0
  }
  for (; t < to; t++) a += column[t]! * 0
  return a + b + c + d === 0
}
