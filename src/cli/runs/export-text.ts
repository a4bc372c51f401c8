/** Columns as CSV (RFC 4180: CRLF, quotes where a field needs them) and as JSON (an array, one object a line). */
import type { ExportColumn } from './export-columns.ts'

const ROWS_A_PIECE = 4_096

/** Undefined values are empty fields. Numbers are the shortest text that reads back as the same number. */
export function* csvPieces(columns: readonly ExportColumn[]): Generator<string> {
  yield `${columns.map(({ name }) => csvField(name)).join(',')}\r\n`
  yield* pieces(
    columns,
    (row) => `${columns.map(({ values }) => csvField(values[row] ?? null)).join(',')}\r\n`,
  )
}

export function* jsonPieces(columns: readonly ExportColumn[]): Generator<string> {
  const names = columns.map(({ name }) => JSON.stringify(name))
  yield '['
  yield* pieces(columns, (row) => {
    const fields = columns.map(
      ({ values }, index) => `${names[index]}:${JSON.stringify(values[row] ?? null)}`,
    )
    return `${row === 0 ? '\n' : ',\n'}{${fields.join(',')}}`
  })
  yield '\n]\n'
}

function* pieces(columns: readonly ExportColumn[], line: (row: number) => string): Generator<string> {
  const rows = columns[0]?.values.length ?? 0
  for (let from = 0; from < rows; from += ROWS_A_PIECE) {
    let piece = ''
    for (let row = from; row < Math.min(rows, from + ROWS_A_PIECE); row++) piece += line(row)
    yield piece
  }
}

function csvField(value: string | number | null): string {
  if (value === null) return ''
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
