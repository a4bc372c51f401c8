/**
 * A cross-section over whole columns: at each pulse, the values of the instruments that have a bar then and are warm, in
 * ascending order of instrument id, whatever order they were imported in. An instrument whose value is NaN there (a documented
 * gap) is left out and stays NaN.
 */
import type { BarTable } from '../model/index.ts'
import type { ParamSpecs, ParamValues } from './definition.ts'
import type { PlanNode } from './plan.ts'

export interface AcrossColumns {
  /** For each instrument, the index of its first bar that takes part. */
  readonly starts: Uint32Array
  /** Row-aligned with the table. */
  readonly inputs: readonly Float64Array[]
  /** Row-aligned with the table; NaN where no value is written. */
  readonly outputs: readonly Float64Array[]
}

export function runAcross(table: BarTable, node: PlanNode, { starts, inputs, outputs }: AcrossColumns): void {
  const { pulseStart, instrumentOf, instruments } = table
  const section = createSection(node, instruments.length)
  const barOf = new Uint32Array(instruments.length)
  const isWarm = (row: number): boolean => {
    const i = instrumentOf[row]!
    return barOf[i]!++ >= starts[i]!
  }
  for (const output of outputs) output.fill(Number.NaN)
  for (let p = 0; p + 1 < pulseStart.length; p++) {
    section.clear()
    for (let row = pulseStart[p]!; row < pulseStart[p + 1]!; row++) {
      if (isWarm(row)) section.take(row, inputs)
    }
    section.give(outputs)
  }
}

export interface Section {
  clear(): void
  /** Takes the values at one row, unless one of them is NaN. */
  take(row: number, inputs: readonly Float64Array[]): void
  /** Computes the section and writes its values to the rows that were taken. */
  give(outputs: readonly Float64Array[]): void
}

/** One pulse's values of a cross-section, for up to `capacity` instruments. */
export function createSection(node: PlanNode, capacity: number): Section {
  const across = node.definition.composed!.across!
  const { params } = node
  const values = node.inputs.map(() => new Float64Array(capacity))
  const results = node.outputs.map(() => new Float64Array(capacity))
  const rows = new Uint32Array(capacity)
  let count = 0
  // Views of one length are kept: most pulses of a run have as many instruments as the one before.
  let length = -1
  let views = { inputs: values, outputs: results }
  return {
    clear() {
      count = 0
    },
    take(row, inputs) {
      for (let k = 0; k < inputs.length; k++) {
        const value = inputs[k]![row]!
        if (Number.isNaN(value)) return
        values[k]![count] = value
      }
      rows[count++] = row
    },
    give(outputs) {
      if (count === 0) return
      if (count !== length) {
        const cut = (column: Float64Array): Float64Array<ArrayBuffer> =>
          new Float64Array(column.buffer as ArrayBuffer, 0, count)
        views = { inputs: values.map(cut), outputs: results.map(cut) }
        length = count
      }
      for (const result of views.outputs) result.fill(Number.NaN)
      runSection(across, params, views)
      for (let k = 0; k < outputs.length; k++) {
        for (let n = 0; n < count; n++) outputs[k]![rows[n]!] = views.outputs[k]![n]!
      }
    },
  }
}

type Across = NonNullable<NonNullable<PlanNode['definition']['composed']>['across']>

function runSection(across: Across, params: ParamValues<ParamSpecs>, views: Parameters<Across>[1]): void {
  across(params, views)
}
