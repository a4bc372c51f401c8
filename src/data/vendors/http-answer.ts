/** Rows of a described vendor's answer: JSON as a list of objects, a list of lists or columns by name, or CSV with a header. */
import type { HttpSourceOptions } from './http-settings.ts'
import { badShape, parseJson } from './rows.ts'

export type Cell = (row: number) => unknown

export interface AnswerRows {
  readonly count: number
  readonly cells: Readonly<Record<keyof HttpSourceOptions['fields'], Cell>>
  /** Of the whole answer, for the next page; null for CSV. */
  readonly body: unknown
}

const ROLES = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

/** Throws `VenueError` VENDOR_BAD_JSON, VENDOR_BAD_SHAPE. */
export function readAnswer(text: string, options: HttpSourceOptions): AnswerRows {
  return options.format === 'csv' ? csvRows(text, options) : jsonRows(text, options)
}

function jsonRows(text: string, options: HttpSourceOptions): AnswerRows {
  const body = parseJson(options.name, text)
  const found = valueAt(body, options.rows)
  const where = options.rows === '' ? 'the answer itself' : `'${options.rows}'`
  if (Array.isArray(found)) return listRows(found, body, options)
  if (found !== null && typeof found === 'object') {
    return columnRows(found as Readonly<Record<string, unknown>>, body, options)
  }
  // Many vendors leave the list out, or null, where there are no bars, but only beside other fields.
  if (found === null) return listRows([], body, options)
  throw badShape(options.name, `rows at ${where}`, found === undefined ? 'nothing there' : typeof found)
}

function listRows(list: readonly unknown[], body: unknown, { name, fields }: HttpSourceOptions): AnswerRows {
  const bad = list.findIndex((one) => one === null || typeof one !== 'object')
  if (bad >= 0)
    throw badShape(name, 'an object or a list as each row', `${String(list[bad])} as row ${bad + 1}`)
  const cell =
    (field: string): Cell =>
    (row) =>
      (list[row] as Readonly<Record<string, unknown>>)[field]
  return { count: list.length, cells: cellsBy((role) => cell(fields[role])), body }
}

function columnRows(
  table: Readonly<Record<string, unknown>>,
  body: unknown,
  { name, fields }: HttpSourceOptions,
): AnswerRows {
  const columns = new Map(
    ROLES.map((role) => {
      const column = table[fields[role]]
      if (!Array.isArray(column))
        throw badShape(name, `a column '${fields[role]}'`, Object.keys(table).join(', ') || 'none')
      return [role, column as readonly unknown[]] as const
    }),
  )
  const count = columns.get('time')!.length
  for (const [role, { length }] of columns) {
    if (length !== count)
      throw badShape(name, 'columns of one length', `${count} times and ${length} of ${role}`)
  }
  return { count, cells: cellsBy((role) => (row) => columns.get(role)![row]), body }
}

function csvRows(text: string, { name, fields }: HttpSourceOptions): AnswerRows {
  const lines = text.split(/\r?\n/)
  // A line that was cut off has no end: the last one must be empty.
  if (text !== '' && lines.pop() !== '') {
    throw badShape(name, 'a line end after its last row', 'none: it may be cut off')
  }
  const [head, ...rows] = lines.filter((line) => line !== '').map((line) => splitLine(line, name))
  if (head === undefined) throw badShape(name, 'a line of column names', 'no line')
  const index = new Map(head.map((column, n) => [column.trim(), n]))
  const short = rows.findIndex((row) => row.length !== head.length)
  if (short >= 0) {
    throw badShape(name, `${head.length} fields in every row`, `${rows[short]!.length} in row ${short + 1}`)
  }
  return {
    count: rows.length,
    cells: cellsBy((role) => {
      const at = index.get(fields[role])
      if (at === undefined) throw badShape(name, `a column '${fields[role]}'`, head.join(', '))
      return (row) => rows[row]![at]!.trim()
    }),
    body: null,
  }
}

/** One line of CSV (RFC 4180) without line ends inside quotes. */
function splitLine(line: string, vendor: string): string[] {
  const cells: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y
  for (;;) {
    const found = cell.exec(line)
    if (found === null) throw badShape(vendor, 'well-formed CSV rows', `'${line.slice(0, 80)}'`)
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === '') return cells
  }
}

function cellsBy(make: (role: (typeof ROLES)[number]) => Cell): AnswerRows['cells'] {
  return {
    time: make('time'),
    open: make('open'),
    high: make('high'),
    low: make('low'),
    close: make('close'),
    volume: make('volume'),
  }
}

/** `data.bars.0` in a JSON value; undefined where there is nothing. */
export function valueAt(body: unknown, path: string): unknown {
  if (path === '') return body
  return path.split('.').reduce<unknown>((value, key) => {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined
    return (value as Readonly<Record<string, unknown>>)[key]
  }, body)
}
