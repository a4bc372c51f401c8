/** A table of instruments as CSV: what is known of each beyond its bars. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  ASSET_CLASSES,
  type AssetClass,
  CALENDAR_NAMES,
  type CalendarName,
  DataError,
  didYouMean,
  type Instrument,
  UsageError,
} from '../../model/index.ts'
import { normalName } from './columns.ts'
import { sniffDelimiter, splitFields } from './csv-plan.ts'
import { fileError } from './source-file.ts'
import { decodeHead } from './text-head.ts'

/** Id to attributes. */
export type InstrumentTable = Readonly<Record<string, Partial<Omit<Instrument, 'id'>>>>

const COLUMNS = {
  id: ['id', 'symbol', 'ticker', 'instrument'],
  symbol: ['symbol', 'ticker'],
  assetClass: ['assetclass', 'class', 'type'],
  currency: ['currency', 'ccy', 'quotecurrency'],
  tickSize: ['ticksize', 'tick', 'minpriceincrement'],
  lotSize: ['lotsize', 'lot', 'minquantity'],
  multiplier: ['multiplier', 'pointvalue', 'contractsize'],
  calendar: ['calendar', 'tradingcalendar'],
} as const
type Role = keyof typeof COLUMNS

/**
 * Reads a CSV file with a column for the id (id, symbol, ticker or instrument) and any of symbol, asset class, currency,
 * tick size, lot size, multiplier, calendar; other columns are not read, an empty cell says nothing. Throws `UsageError`
 * NO_SUCH_FILE, MISSING_COLUMN and `DataError` BAD_INSTRUMENT_TABLE with file and line.
 */
export async function readInstruments(path: string): Promise<InstrumentTable> {
  const file = basename(path)
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileError(file, error)
  })
  return parseInstruments(file, decodeHead(file, bytes).text)
}

function parseInstruments(file: string, text: string): InstrumentTable {
  const lines = text.split(/\r?\n/)
  const header = lines[0] ?? ''
  const delimiter = sniffDelimiter(header)
  const names = splitFields(header, delimiter).map(normalName)
  const columnOf = (role: Role): number => {
    const known = COLUMNS[role].find((name) => names.includes(name))
    return known === undefined ? -1 : names.indexOf(known)
  }
  const columns = Object.fromEntries(
    (Object.keys(COLUMNS) as Role[]).map((role) => [role, columnOf(role)]),
  ) as Record<Role, number>
  if (columns.id < 0) {
    throw new UsageError(
      'MISSING_COLUMN',
      `${file} must have a column id, symbol, ticker or instrument, but its columns are ${names.slice(0, 20).join(', ')}.`,
      { file, columns: names },
    )
  }
  const table = new Map<string, Partial<Omit<Instrument, 'id'>>>()
  lines.slice(1).forEach((line, index) => {
    if (line.trim() === '') return
    const fields = splitFields(line, delimiter).map((field) => field.trim())
    const place = { file, line: index + 2 }
    if (fields.length !== names.length) {
      throw bad(place, `the row has ${fields.length} fields, the header ${names.length}`)
    }
    const id = fields[columns.id]!
    if (id === '') throw bad(place, 'the id is empty')
    if (table.has(id)) throw bad(place, `'${id}' is there already`)
    table.set(
      id,
      attributesOf(place, (role) => fields[columns[role]] ?? ''),
    )
  })
  return Object.fromEntries(table)
}

interface Place {
  readonly file: string
  readonly line: number
}

function attributesOf(place: Place, cell: (role: Role) => string): Partial<Omit<Instrument, 'id'>> {
  const text = (role: 'symbol' | 'currency'): object => (cell(role) === '' ? {} : { [role]: cell(role) })
  const number = (role: 'tickSize' | 'lotSize' | 'multiplier'): object => {
    if (cell(role) === '') return {}
    const value = Number(cell(role))
    if (!(value > 0 && Number.isFinite(value)))
      throw bad(place, `${role} must be a number above 0, but it is '${cell(role)}'`)
    return { [role]: value }
  }
  return {
    ...text('symbol'),
    ...text('currency'),
    ...(cell('assetClass') === '' ? {} : { assetClass: assetClassOf(place, cell('assetClass')) }),
    ...number('tickSize'),
    ...number('lotSize'),
    ...number('multiplier'),
    ...(cell('calendar') === '' ? {} : { calendar: calendarOf(place, cell('calendar')) }),
  }
}

function assetClassOf(place: Place, text: string): AssetClass {
  const known = ASSET_CLASSES.find((name) => name === text.toLowerCase())
  if (known !== undefined) return known
  throw bad(
    place,
    `the asset class must be one of ${ASSET_CLASSES.join(', ')}, but it is '${text}'.${didYouMean(text, ASSET_CLASSES)}`,
  )
}

function calendarOf(place: Place, text: string): CalendarName {
  const known = CALENDAR_NAMES.find((name) => name === text.toLowerCase())
  if (known !== undefined) return known
  throw bad(
    place,
    `the calendar must be one of ${CALENDAR_NAMES.join(', ')}, but it is '${text}'.${didYouMean(text, CALENDAR_NAMES)}`,
  )
}

function bad({ file, line }: Place, what: string): DataError {
  return new DataError(
    'BAD_INSTRUMENT_TABLE',
    `A table of instruments must be sound, but in ${file}:${line} ${what}`,
    {
      file,
      line,
    },
  )
}
