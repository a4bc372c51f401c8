/** A described vendor from its table of settings: every word that decides a number must be there. */
import { parseInterval, UsageError } from '../../model/index.ts'
import { localTimeIn } from '../read/time-zone.ts'
import { ADJUSTMENTS } from './bar-source.ts'
import { type HttpSourceOptions, PAGINGS, type Paging, TIME_FORMATS } from './http-settings.ts'
import { URL_WORDS } from './http-source.ts'
import type { TableReader } from './settings-table.ts'

const REQUESTS_PER_MINUTE = 60
const PAGE_SIZE = 1_000
const ROLES = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

export function httpOptions(name: string, table: TableReader): HttpSourceOptions {
  const format = table.oneOf('format', ['json', 'csv'], 'json')
  const order = table.oneOf('order', ['ascending', 'descending'], 'ascending')
  const timeZone = table.text('time_zone')
  const dayZone = table.required('day_zone', table.text('day_zone'))
  for (const zone of [timeZone ?? 'UTC', dayZone]) localTimeIn(zone)
  const timeoutMs = table.positive('timeout_ms')
  const pageSize = table.positive('page_size') ?? PAGE_SIZE
  const options: HttpSourceOptions = {
    name,
    url: urlOf(table),
    format,
    rows: table.text('rows') ?? '',
    fields: fieldsOf(table),
    timeFormat: table.oneOf('time_format', TIME_FORMATS),
    dayZone,
    order,
    paging: pagingOf(table, format),
    pageSize,
    intervals: intervalsOf(table),
    adjustment: table.oneOf('adjustment', ADJUSTMENTS),
    headers: table.texts('headers'),
    requestsPerMinute: table.positive('requests_per_minute') ?? REQUESTS_PER_MINUTE,
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }
  table.finish()
  if (options.paging.kind === 'time' && order === 'descending') {
    throw table.bad('paging', "none, next-link or token where order is 'descending'", 'time')
  }
  return options
}

function urlOf(table: TableReader): string {
  const url = table.required('url', table.text('url'))
  const words = [...url.matchAll(/\{([^{}]*)\}/g)].map(([, word = '']) => word)
  const unknown = words.find(
    (word) => !URL_WORDS.includes(word) && !/^env:[A-Za-z_][A-Za-z0-9_]*$/.test(word),
  )
  if (unknown !== undefined) {
    throw table.bad(
      'url',
      `a URL with words of ${URL_WORDS.map((word) => `{${word}}`).join(' ')} {env:NAME}`,
      `{${unknown}}`,
    )
  }
  if (!words.includes('symbol')) throw table.bad('url', 'a URL with {symbol} in it', url)
  const filled = url.replaceAll(/\{[^{}]*\}/g, 'x')
  if (!URL.canParse(filled) || !/^https?:$/.test(new URL(filled).protocol)) {
    throw table.bad('url', 'an http or https URL', url)
  }
  return url
}

function fieldsOf(table: TableReader): HttpSourceOptions['fields'] {
  const given = table.texts('fields')
  const missing = ROLES.find((role) => given[role] === undefined)
  if (missing !== undefined) table.required(`fields.${missing}`, undefined)
  const other = Object.keys(given).find((role) => !(ROLES as readonly string[]).includes(role))
  if (other !== undefined) throw table.bad('fields', `a table of ${ROLES.join(', ')}`, other)
  return given as HttpSourceOptions['fields']
}

function intervalsOf(table: TableReader): Readonly<Record<string, string>> {
  const given = table.texts('intervals')
  if (Object.keys(given).length === 0) table.required('intervals', undefined)
  for (const text of Object.keys(given)) {
    try {
      parseInterval(text)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      throw table.bad('intervals', 'a table whose keys are intervals like 1m, 4h, 1d', text)
    }
  }
  return given
}

function pagingOf(table: TableReader, format: 'json' | 'csv'): Paging {
  const kind = table.oneOf('paging', PAGINGS, 'none')
  const field = table.text('next_field')
  const parameter = table.text('next_parameter')
  if (format === 'csv' && (kind === 'next-link' || kind === 'token')) {
    throw table.bad('paging', "none or time where format is 'csv'", kind)
  }
  switch (kind) {
    case 'next-link':
      return { kind, field: table.required('next_field', field) }
    case 'token':
      return {
        kind,
        field: table.required('next_field', field),
        parameter: table.required('next_parameter', parameter),
      }
    default:
      return { kind }
  }
}
