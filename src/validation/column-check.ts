/**
 * Functions of whole columns, computed again at every bar of every instrument from what is known there: the bars up to it, and
 * poison (or nothing) behind. What the full columns say of the newest bar must come out again, to the bit. A value that reads a
 * later bar shows at the cut of its own bar, so the newest bar is enough; that earlier values stay is looked at now and then.
 *
 * Every kind is taken at every bar. Unless `isThorough`, the poison ends `FUTURE` bars behind the cut and the history with it: another
 * future that must change nothing, and a function that reads farther meets its end as at the `cut`. Where that finds
 * anything, all is done again with poison to the end.
 *
 * Cost: half the bars squared per instrument, node and kind, thoroughly twice that; the inputs are the plain run's, so that each
 * node is judged alone.
 */
import { BAR_INPUTS, type BarInput, type ColumnRun, type PlanNode, startBarOf } from '../indicators/index.ts'
import { type PoisonKind, poisonOf } from './poison.ts'
import type { PlainRun } from './proof-input.ts'

/** One instrument's bars of a node's inputs, and what the plain run made of them. */
export interface NodeLane {
  readonly node: PlanNode
  readonly instrument: number
  /** Index of the instrument's first bar that the node is fed. */
  readonly start: number
  /** For each input, whether it is a bar's own instant: which poison leaves as it is. */
  readonly isCalendar: readonly boolean[]
  /** From `start` on. */
  readonly inputs: readonly Float64Array[]
  readonly outputs: readonly Float64Array[]
}

export function nodeLane(plain: PlainRun, node: PlanNode, instrument: number): NodeLane {
  const start = startBarOf(plain.run, node, instrument)
  const rows = plain.rowsOf[instrument]!.subarray(start)
  const lane = (register: number): Float64Array => {
    const column = plain.run.kept.get(register)!
    return Float64Array.from(rows, (row) => column[row]!)
  }
  return {
    node,
    instrument,
    start,
    isCalendar: node.inputs.map((register) => CALENDAR.includes(BAR_INPUTS[register] ?? 'close')),
    inputs: node.inputs.map(lane),
    outputs: node.outputs.map(lane),
  }
}

/** All values up to the cut are compared at every so many cuts. */
const WHOLE_EVERY = 64

/** Bars of poison behind a cut, unless thoroughly: what reads farther misses a bar, as at the cut. */
const FUTURE = 64

const CALENDAR: readonly BarInput[] = ['time', 'closeTime']

/**
 * What stands behind the cut in each input. The instants of later bars stay as they are unless those bars are cut off: another
 * calendar would be another table, and bars that are dated into the past would look as if they were read.
 */
export function poisonsOf({ inputs, isCalendar }: NodeLane, kind: PoisonKind, seed: number): Float64Array[] {
  return inputs.map((column, k) =>
    isCalendar[k] === true && kind !== 'cut' ? column.slice() : poisonOf(kind, column, seed),
  )
}

export interface CheckSetting {
  readonly kind: PoisonKind
  readonly seed: number
  /** Whether the poison reaches to the end of the history. */
  readonly isThorough: boolean
}

export interface ColumnCheck {
  /** Computes the node from the bars up to index `bar` of the instrument (revealed in order); the first difference, if any. */
  at(bar: number): BarDifference | undefined
}

export interface BarDifference {
  /** Index of the instrument's first bar whose value differs. */
  readonly bar: number
  /** Index of the output that differs. */
  readonly output: number
  readonly error?: string
}

/** A node of one instrument under one kind of poison. Starts by computing it from poison alone, so that no memory of its own holds a bar. */
export function createColumnCheck(lane: NodeLane, { kind, seed, isThorough }: CheckSetting): ColumnCheck {
  const { node, inputs, outputs, start } = lane
  const bars = inputs[0]?.length ?? 0
  const work = poisonsOf(lane, kind, seed)
  // A function may change what it is given, so it gets copies; they are made in one place.
  const given = work.map((column) => column.slice())
  const results = outputs.map(() => new Float64Array(bars))
  const lookback = node.first - node.start
  let revealed = 0
  runQuietly(node, { inputs: given, outputs: results, start: 0, end: bars, ownsInputs: true })
  return {
    at(bar) {
      const end = bar - start + 1
      for (; revealed < end; revealed++) {
        for (let k = 0; k < work.length; k++) work[k]![revealed] = inputs[k]![revealed]!
      }
      if (end <= lookback) return undefined
      const to = kind === 'cut' ? end : isThorough ? bars : Math.min(bars, end + FUTURE)
      const from = end % WHOLE_EVERY === 0 ? lookback : end - 1
      for (let k = 0; k < given.length; k++) given[k]!.set(work[k]!.subarray(0, to))
      for (const result of results) result[end - 1] = Number.NaN
      const run = { inputs: given, outputs: results, start: 0, end: to, ownsInputs: true }
      const error = runQuietly(node, run)
      // A function may refuse poison; it may not refuse the bars that there are.
      if (error !== undefined) return kind === 'cut' ? { bar, output: 0, error } : undefined
      let first = end
      let output = 0
      for (let k = 0; k < results.length; k++) {
        const at = firstDifference(results[k]!, outputs[k]!, from, first)
        if (at === first) continue
        first = at
        output = k
      }
      return first === end ? undefined : { bar: start + first, output }
    },
  }
}

/** The first index in [from, to) at which two columns differ, or `to`. */
function firstDifference(found: Float64Array, wanted: Float64Array, from: number, to: number): number {
  let t = from
  while (t < to && isEqual(found[t]!, wanted[t]!)) t++
  return t
}

/** Equal numbers, or both none. */
export function isEqual(a: number, b: number): boolean {
  return a === b || (a !== a && b !== b)
}

/** Runs the node's whole-column form; the message of what it throws. */
export function runQuietly(node: PlanNode, run: ColumnRun): string | undefined {
  try {
    node.definition.columns?.(node.params, run)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
