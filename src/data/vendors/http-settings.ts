/** A vendor that is described instead of programmed: where its bars are, how pages go on, what its fields are called. */
import type { Adjustment } from './bar-source.ts'
import type { RetryPolicy } from './pace.ts'

export const TIME_FORMATS = ['epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns', 'iso', 'date'] as const
export type TimeFormat = (typeof TIME_FORMATS)[number]

export const PAGINGS = ['none', 'next-link', 'token', 'time'] as const

export type Paging =
  /** One answer has the whole range. */
  | { readonly kind: 'none' }
  /** The answer holds the next page's URL, on the same host. */
  | { readonly kind: 'next-link'; readonly field: string }
  /** The answer holds a token, which goes into the parameter of the next request. */
  | { readonly kind: 'token'; readonly field: string; readonly parameter: string }
  /** The next request begins after the last bar; a page that brings nothing new is the last. */
  | { readonly kind: 'time' }

export interface HttpSourceOptions {
  readonly name: string
  /**
   * The URL with {symbol}, {interval}, {page_size}, {env:NAME} and from/to as {from_ms}, {from_s}, {from_iso},
   * {from_date} and likewise {to_ms} and so on; each is URL-encoded. `from` is inclusive; `to` is the last instant wanted.
   */
  readonly url: string
  readonly format: 'json' | 'csv'
  /** Where in the answer the rows are, as `data.bars`; the answer itself where it is empty. */
  readonly rows: string
  /** What each field is called: a name, a column's number from 0 in rows that are lists, or a CSV header. */
  readonly fields: Readonly<Record<'time' | 'open' | 'high' | 'low' | 'close' | 'volume', string>>
  readonly timeFormat: TimeFormat
  /** Zone of ISO times that carry none; without it they are refused. */
  readonly timeZone?: string
  /** The zone whose midnights begin the vendor's daily bars. */
  readonly dayZone: string
  readonly order: 'ascending' | 'descending'
  readonly paging: Paging
  readonly pageSize: number
  /** Our interval texts and what the vendor calls them. */
  readonly intervals: Readonly<Record<string, string>>
  readonly adjustment: Adjustment
  /** Values may hold {env:NAME}. */
  readonly headers: Readonly<Record<string, string>>
  readonly requestsPerMinute: number
  readonly timeoutMs?: number
  readonly retry?: Partial<RetryPolicy>
}
