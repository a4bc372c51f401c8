/** Rows from code: objects, their keys the columns, laid out as cells and then read, checked and reported as those of a file. */
import { DataError } from '../../model/index.ts'
import type { Findings } from '../findings.ts'
import { createNames } from './names.ts'
import type { ReadColumns } from './read-columns.ts'
import { knownNames, type Row, rowReader } from './row-cells.ts'
import { createRowColumns } from './row-columns.ts'
import { planTable, type TableOptions } from './table-plan.ts'

/** A row: text, numbers, instants as `Date`; null and a key that is not there are empty. */
export type ObjectRow = Readonly<Record<string, unknown>>

const SAMPLE_ROWS = 200
/** No cell of a bar is longer. */
const MOST_CELL = 1_000

/** Reads all rows; `name` stands for the file in messages. Throws `DataError` NO_ROWS and what `planTable` throws. */
export function readObjects(
  name: string,
  rows: Iterable<ObjectRow>,
  { options, findings }: { readonly options: TableOptions; readonly findings: Findings },
): ReadColumns {
  const all = Array.isArray(rows) ? (rows as readonly ObjectRow[]) : [...rows]
  if (all.length === 0) {
    throw new DataError('NO_ROWS', `${name} must hold at least one row, but it has none.`, { file: name })
  }
  const sample = all.slice(0, SAMPLE_ROWS)
  const header = [...new Set(sample.flatMap((row) => Object.keys(row)))]
  const cells = sample.map((row) => header.map((key) => cellText(row[key])))
  const plan = planTable({ file: name, header, rows: cells }, options)
  const columns = createRowColumns(all.length)
  const names = createNames(knownNames(plan))
  const width = header.length
  const row: Row = { starts: new Int32Array(width), ends: new Int32Array(width), fields: width, line: 0 }
  const readRow = rowReader({ plan, findings, row, rows: columns, names })
  const bytes = new Uint8Array(3 * MOST_CELL * width)
  const encoder = new TextEncoder()
  for (const object of all) {
    row.line++
    let at = 0
    for (const [n, key] of header.entries()) {
      const whole = cellText(object[key])
      // A longer cell is none of a bar; its mark keeps what is shown of it from being read as one.
      const text = whole.length > MOST_CELL ? `${whole.slice(0, 40)}…` : whole
      row.starts[n] = at
      at += encoder.encodeInto(text, bytes.subarray(at)).written
      row.ends[n] = at
    }
    readRow(bytes)
  }
  return { plan, names: names.list, columns: columns.columns() }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  return JSON.stringify(value) ?? typeof value
}
