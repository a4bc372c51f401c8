/** Cross-sections, computed pulse by pulse from the instruments that have a bar and are warm then, and no others. */
import { createSection, type PlanNode, startBarOf } from '../indicators/index.ts'
import { isEqual } from './column-check.ts'
import type { OutputDifference } from './kernel-check.ts'
import type { PlainRun } from './proof-input.ts'

export interface RowDifference extends OutputDifference {
  readonly row: number
}

export interface AcrossCheck {
  readonly node: PlanNode
  /** Takes the rows of the next pulse with the index of each one's bar; the first row that differs. */
  at(from: number, to: number, barOf: Uint32Array): RowDifference | undefined
}

export function createAcrossCheck(plain: PlainRun, node: PlanNode): AcrossCheck {
  const { run, table } = plain
  const starts = Uint32Array.from(table.instruments, (_, i) => startBarOf(run, node, i))
  const inputs = node.inputs.map((register) => run.kept.get(register)!)
  const wanted = node.outputs.map((register) => run.kept.get(register)!)
  const found = wanted.map((column) => new Float64Array(column.length))
  const section = createSection(node, table.instruments.length)
  return {
    node,
    at(from, to, barOf) {
      section.clear()
      for (let row = from; row < to; row++) {
        for (const column of found) column[row] = Number.NaN
        const i = table.instrumentOf[row]!
        if (barOf[i]! >= starts[i]!) section.take(row, inputs)
      }
      try {
        section.give(found)
      } catch (error) {
        return { row: from, output: 0, error: error instanceof Error ? error.message : String(error) }
      }
      for (let row = from; row < to; row++) {
        for (let k = 0; k < found.length; k++) {
          if (!isEqual(found[k]![row]!, wanted[k]![row]!)) return { row, output: k }
        }
      }
      return undefined
    },
  }
}
