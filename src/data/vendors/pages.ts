/**
 * From what a vendor sends to what a source may give: only closed bars of the range, ascending, each once. A bar that is
 * there already with the same values is dropped and counted, because pages of many vendors overlap by a bar; any other
 * disorder is an error, and nothing is sorted or chosen silently.
 */
import { isoTime, type VenueError } from '../../model/index.ts'
import { safeIso } from '../findings.ts'
import type { SeriesColumns } from '../series.ts'
import type { BarPage, BarRequest } from './bar-source.ts'
import { vendorError } from './vendor-error.ts'

const FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const

export interface PageRules {
  readonly vendor: string
  readonly request: BarRequest
  /** Bars that open from here on have not closed. */
  readonly closedMs: number
}

/** Hands on what is sound. Throws `VenueError` VENDOR_OUT_OF_ORDER, VENDOR_CONFLICT. */
export async function* soundPages(
  raw: AsyncIterable<SeriesColumns>,
  rules: PageRules,
): AsyncGenerator<BarPage, void, undefined> {
  // Pages may overlap with the page before, so that much is remembered.
  let before: Rows = new Map()
  let lastMs = Number.NEGATIVE_INFINITY
  for await (const page of raw) {
    const seen: Rows = new Map()
    const kept: number[] = []
    const dropped = { repeated: 0, outside: 0, open: 0 }
    const { fromMs, toMs } = rules.request
    for (let row = 0; row < page.timeMs.length; row++) {
      const timeMs = page.timeMs[row]!
      if (timeMs < fromMs || timeMs >= toMs) dropped.outside++
      else if (timeMs >= rules.closedMs) dropped.open++
      else if (timeMs > lastMs) {
        kept.push(row)
        lastMs = timeMs
      } else {
        requireSame(page, row, { known: seen.get(timeMs) ?? before.get(timeMs), lastMs, rules })
        dropped.repeated++
      }
      seen.set(timeMs, { page, row })
    }
    yield { bars: pick(page, kept), dropped }
    if (kept.length > 0) before = seen
  }
}

type Rows = Map<number, { readonly page: SeriesColumns; readonly row: number }>

interface Earlier {
  readonly known: { readonly page: SeriesColumns; readonly row: number } | undefined
  readonly lastMs: number
  readonly rules: PageRules
}

function requireSame(page: SeriesColumns, row: number, { known, lastMs, rules }: Earlier): void {
  const time = safeIso(page.timeMs[row]!)
  if (known === undefined) {
    throw pageError(rules, {
      code: 'VENDOR_OUT_OF_ORDER',
      text: `Bars must come in ascending order, but that of ${time} comes after ${isoTime(lastMs)}.`,
      time,
    })
  }
  const field = FIELDS.find((name) => page[name][row] !== known.page[name][known.row])
  if (field === undefined) return
  throw pageError(rules, {
    code: 'VENDOR_CONFLICT',
    text: `A bar must have one set of values, but that of ${time} came twice with ${field} ${known.page[field][known.row]} and ${page[field][row]}.`,
    time,
  })
}

function pageError(
  { vendor, request }: PageRules,
  { code, text, time }: { readonly code: string; readonly text: string; readonly time: string },
): VenueError {
  return vendorError({
    vendor,
    code,
    text: `${text} This is what ${vendor} sent for ${request.instrument}; none of it was kept from there on. Ask the vendor, or take another source.`,
    retry: 'never',
    details: { instrument: request.instrument, time },
  })
}

function pick(page: SeriesColumns, rows: readonly number[]): SeriesColumns {
  if (rows.length === page.timeMs.length) return page
  const column = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!)
  return {
    timeMs: column(page.timeMs),
    open: column(page.open),
    high: column(page.high),
    low: column(page.low),
    close: column(page.close),
    volume: column(page.volume),
  }
}
