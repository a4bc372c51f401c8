/** A snapshot as a document and as lines. */
import { describeExample, type Finding, type SnapshotSource, type VendorSource } from '../../data/index.ts'
import { isoTime, type JsonObject } from '../../model/index.ts'
import { formatCount } from '../../report/index.ts'
import type { SnapshotRecord } from '../../store/index.ts'

/** What `snapshot import` answers with --json, and `snapshot list` for each. Times are opening instants, epoch ms. */
export function snapshotDocument(record: SnapshotRecord) {
  const { id, hash, instruments, bars, fromMs, toMs, findings } = record
  return { id, hash, instruments, bars, from: isoTime(fromMs), to: isoTime(toMs), fromMs, toMs, findings }
}

/** The findings, each with its first examples; nothing where there is none. */
export function findingLines(findings: readonly JsonObject[]): string[] {
  // The store keeps findings as the JSON that sealing gave it.
  const list = findings as unknown as readonly Finding[]
  if (list.length === 0) return ['  no findings']
  return list.flatMap(({ code, severity, count, examples }) => [
    `  ${severity}: ${code}, ${count} ${count === 1 ? 'time' : 'times'}`,
    ...examples.slice(0, 2).map((example) => `    ${describeExample(code, example)}`),
  ])
}

/** `5,105 bars of 1 instrument, 1d, 2000-01-03 to 2020-04-17`. */
export function contentText({ bars, instruments, interval, fromMs, toMs }: SnapshotRecord): string {
  const owners = `${formatCount(instruments)} ${instruments === 1 ? 'instrument' : 'instruments'}`
  return `${formatCount(bars)} bars of ${owners}, ${interval}, ${isoTime(fromMs)} to ${isoTime(toMs)}`
}

/** Where bars came from and how their times were read. */
export function sourceText(source: SnapshotSource): string {
  const rows = `${formatCount(source.rows)} rows`
  if (source.kind === 'code') return `${source.name} (made by code): ${rows}`
  if (source.kind === 'vendor') return vendorText(source)
  const { name, layout, times, timeZone, adjusted, ignored } = source
  const unread = [...adjusted, ...ignored]
  const left = unread.length === 0 ? '' : `, not read: ${unread.join(', ')}`
  return `${name}: ${rows}, ${layout} columns, ${times}, time zone ${timeZone}${left}`
}

const PRICES = {
  raw: 'raw prices',
  split: 'prices adjusted for splits',
  dividend: 'prices adjusted for dividends',
  all: 'prices adjusted for splits and dividends',
} as const

function vendorText(source: VendorSource): string {
  const { name, variant, rows, fetchedRows, interval, fromMs, toMs, adjustment, dropped } = source
  const left = Object.entries(dropped).flatMap(([what, count]) =>
    count > 0 ? [`${formatCount(count)} ${what}`] : [],
  )
  return [
    `${name} (${variant}): ${formatCount(rows)} rows of ${interval}, ${PRICES[adjustment]}`,
    `asked from ${isoTime(fromMs)} to before ${isoTime(toMs)}`,
    `${formatCount(fetchedRows)} fetched, ${formatCount(rows - fetchedRows)} from the cache`,
    ...(left.length === 0 ? [] : [`left out: ${left.join(', ')}`]),
  ].join('; ')
}
