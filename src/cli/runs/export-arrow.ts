/** Columns as an Arrow IPC file: Float64 for numbers, Int64 for integers (epoch ms too), Utf8 for text, nulls as nulls. */
import { Float64, Int64, Table, tableToIPC, Utf8, type Vector, vectorFromArray } from 'apache-arrow'
import type { ExportColumn } from './export-columns.ts'

export function arrowBytes(columns: readonly ExportColumn[]): Uint8Array {
  const vectors = columns.map((column) => [column.name, vectorOf(column)] as const)
  return tableToIPC(new Table(Object.fromEntries<Vector>(vectors)), 'file')
}

function vectorOf(column: ExportColumn): Vector {
  switch (column.kind) {
    case 'number':
      return vectorFromArray(column.values, new Float64())
    case 'integer':
      return vectorFromArray(
        column.values.map((value) => (value === null ? null : BigInt(value))),
        new Int64(),
      )
    case 'text':
      return vectorFromArray(column.values, new Utf8())
    default:
      return column satisfies never
  }
}
