/**
 * Actions in our own layout, CSV or JSON:
 *
 *   instrument,ex_date,kind,ratio,amount,factor,from,to
 *   AAPL,2014-06-09,split,7:1,,,,
 *   AAPL,2014-08-07,dividend,,0.47,,,
 *   QQQ,2011-03-23,ticker-change,,,,QQQQ,QQQ
 *
 * JSON is an array of objects, or one object a line, with the same names. `factor` may be left out, and so may every cell
 * or column that a kind does not use.
 */
import { ACTION_KINDS, didYouMean } from '../../model/index.ts'
import { normalName } from '../read/columns.ts'
import { sniffDelimiter, splitFields } from '../read/csv-plan.ts'
import { type ActionProblem, type GivenAction, isPositive, type Located } from './given.ts'

const NAMES = {
  instrument: ['instrument', 'symbol', 'ticker', 'id'],
  exDate: ['exdate', 'ex-date', 'date'],
  kind: ['kind', 'type', 'action'],
  ratio: ['ratio'],
  amount: ['amount'],
  factor: ['factor'],
  from: ['from'],
  to: ['to'],
} as const
type Role = keyof typeof NAMES
type Cells = Readonly<Partial<Record<Role, string>>>

interface Read {
  readonly located: readonly Located[]
  readonly problems: readonly ActionProblem[]
}

/** Whether the line is a header of the CSV layout. */
export function isActionHeader(line: string): boolean {
  const names = splitFields(line, sniffDelimiter(line)).map(normalName)
  return (['instrument', 'exDate', 'kind'] as const).every((role) =>
    NAMES[role].some((name) => names.includes(name)),
  )
}

export function readActionCsv(file: string, lines: readonly string[]): Read {
  const first = lines.findIndex((line) => line.trim() !== '')
  const header = lines[first] ?? ''
  const delimiter = sniffDelimiter(header)
  const names = splitFields(header, delimiter).map(normalName)
  return collect(file, function* () {
    for (let index = first + 1; index < lines.length; index++) {
      const text = lines[index]!
      if (text.trim() === '') continue
      const fields = splitFields(text, delimiter).map((field) => field.trim())
      const line = index + 1
      if (fields.length > names.length) {
        yield { line, cells: `the row has ${fields.length} fields, the header ${names.length}` }
      } else yield { line, cells: cellsOf((name) => fields[names.indexOf(name)]) }
    }
  })
}

export function readActionJson(file: string, text: string): Read {
  const fault = text.trimStart().startsWith('[') ? arrayFault(text) : undefined
  if (fault !== undefined) return { located: [], problems: [{ file, line: null, text: fault }] }
  return collect(file, function* () {
    for (const { line, source } of jsonObjects(text)) {
      let value: unknown
      try {
        value = JSON.parse(source)
      } catch (error) {
        yield {
          line,
          cells: `an action must be a JSON object, but it cannot be read: ${(error as Error).message}`,
        }
        continue
      }
      const entries = new Map(Object.entries(value as object).map(([key, cell]) => [normalName(key), cell]))
      yield {
        line,
        cells: cellsOf((name) => {
          const cell: unknown = entries.get(name)
          if (cell === undefined || cell === null) return undefined
          return typeof cell === 'string' ? cell : JSON.stringify(cell)
        }),
      }
    }
  })
}

/** What is wrong with a text that should be an array of objects. */
function arrayFault(text: string): string | undefined {
  try {
    const list = JSON.parse(text) as readonly unknown[]
    const at = list.findIndex((one) => typeof one !== 'object' || one === null || Array.isArray(one))
    return at < 0 ? undefined : `element ${at + 1} of the array must be an object`
  } catch (error) {
    return `the array cannot be read: ${(error as Error).message}`
  }
}

/** The objects at the top of the text, or in the array that it is, each with the line on which it begins. */
function* jsonObjects(text: string): Generator<{ line: number; source: string }> {
  let depth = 0
  let start = -1
  let line = 1
  let startLine = 1
  let isText = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (char === '\n') line++
    if (isText) {
      if (char === '\\') at++
      else if (char === '"') isText = false
    } else if (char === '"') isText = true
    else if (char === '{' && depth++ === 0) {
      start = at
      startLine = line
    } else if (char === '}' && --depth === 0) {
      yield { line: startLine, source: text.slice(start, at + 1) }
      start = -1
    }
  }
  if (start >= 0) yield { line: startLine, source: text.slice(start) }
}

function cellsOf(cell: (name: string) => string | undefined): Cells {
  const cells: Partial<Record<Role, string>> = {}
  for (const role of Object.keys(NAMES) as Role[]) {
    const value = NAMES[role].map(cell).find((found) => found !== undefined && found !== '')
    if (value !== undefined) cells[role] = value
  }
  return cells
}

type Row = { readonly line: number; readonly cells: Cells | string }

function collect(file: string, rows: () => Generator<Row>): Read {
  const located: Located[] = []
  const problems: ActionProblem[] = []
  for (const { line, cells } of rows()) {
    const given = typeof cells === 'string' ? cells : actionOf(cells)
    const place = { file, line }
    if (typeof given === 'string') problems.push({ ...place, text: given })
    else located.push({ given, place })
  }
  return { located, problems }
}

/** The action of a row, or what is wrong with it. */
function actionOf({
  instrument,
  exDate,
  kind,
  ratio,
  amount,
  factor,
  from,
  to,
}: Cells): GivenAction | string {
  if (instrument === undefined) return 'the instrument is empty'
  if (exDate === undefined) return 'the ex-date is empty'
  if (kind === undefined) return 'the kind is empty'
  const head = { instrument, exDate }
  const factorPart = factor === undefined ? {} : { factor: Number(factor) }
  if (factor !== undefined && !isPositive(Number(factor))) return notPositive('factor', factor)
  switch (kind.toLowerCase().replaceAll('_', '-')) {
    case 'split': {
      const value = ratioOf(ratio ?? '')
      if (!isPositive(value)) return notPositive('ratio', ratio ?? '', ', as 7, 7:1 or 1:10')
      return { kind: 'split', ...head, ratio: value, ...factorPart }
    }
    case 'dividend':
      if (!isPositive(Number(amount))) return notPositive('amount', amount ?? '')
      return { kind: 'dividend', ...head, amount: Number(amount), ...factorPart }
    case 'ticker-change':
      if (from === undefined || to === undefined) return "a ticker change needs 'from' and 'to'"
      return { kind: 'ticker-change', ...head, from, to }
    default:
      return `a kind must be one of ${ACTION_KINDS.join(', ')}, but it is '${kind}'.${didYouMean(kind, ACTION_KINDS)}`
  }
}

/** Reads 7, 7:1, 7/1 and 1:10; NaN for anything else. */
function ratioOf(text: string): number {
  const parts = text.split(/[:/]/)
  const values = parts.map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  if (values.length === 1) return values[0]!
  return values.length === 2 && values.every(isPositive) ? values[0]! / values[1]! : Number.NaN
}

function notPositive(what: string, found: string, how = ''): string {
  return found === '' ? `the ${what} is empty` : `the ${what} must be above 0${how}, but it is '${found}'`
}
