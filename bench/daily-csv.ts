/** A plain daily series for the bench: what it must not do is cost the measured process more than its columns. */
import { readFileSync } from 'node:fs'
import { type BarField, type BarTable, PRICE_FIELDS } from '../src/model/index.ts'
import { emptyTable } from './dense-table.ts'

/** Reads date,open,high,low,close,volume by their names in the head. Throws where one is missing or not a number. */
export function readDailyCsv(file: string): BarTable {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  const names = head.split(',')
  const rows = lines.map((line) => line.split(','))
  const column = (name: string): number => {
    const index = names.indexOf(name)
    if (index === -1) throw new Error(`${file} must have a column '${name}', but has ${head}.`)
    return index
  }
  const date = column('date')
  const openMs = Float64Array.from(rows, (row) => Date.parse(row[date]!))
  const table = emptyTable({ ids: ['SERIES'], openMs, interval: '1d' })
  for (const field of PRICE_FIELDS)
    fill(
      table,
      field,
      rows.map((row) => Number(row[column(field)])),
    )
  return table
}

function fill(table: BarTable, field: BarField, values: readonly number[]): void {
  values.forEach((value, row) => {
    if (!Number.isFinite(value)) throw new Error(`Row ${row + 2} must have a number as ${field}.`)
    table[field][row] = value
  })
}
