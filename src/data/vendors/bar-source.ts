/**
 * The port of all vendors of bars. A source gives the closed bars of one instrument, page by page, ascending and each
 * once; paging, retries, rate limits and the vendor's own shapes stay behind it. Every source passes `barSourceContract`.
 *
 * Times are opening instants, epoch ms. Bars of a day or longer are dates: the UTC midnight of the local date in the
 * source's `dayZone`, as an import from a file dates them.
 */
import type { Interval } from '../../model/index.ts'
import type { SeriesColumns } from '../series.ts'

/** What was done to prices before they came: nothing, or an adjustment for later splits, dividends or both. */
export const ADJUSTMENTS = ['raw', 'split', 'dividend', 'all'] as const
export type Adjustment = (typeof ADJUSTMENTS)[number]

export interface BarRequest {
  /** The vendor's symbol, which is the instrument's id. */
  readonly instrument: string
  readonly interval: Interval
  /** Inclusive opening instant. */
  readonly fromMs: number
  /** Exclusive opening instant. */
  readonly toMs: number
  readonly signal?: AbortSignal
}

/** What came from the vendor and was not handed on. */
export interface Dropped {
  /** Bars that were there already with the same values: pages overlap. */
  readonly repeated: number
  /** Bars outside of the requested range. */
  readonly outside: number
  /** Bars that had not closed when they were fetched. */
  readonly open: number
}

export interface BarPage {
  /** Finite numbers, strictly ascending within a page and from page to page; may be empty. */
  readonly bars: SeriesColumns
  readonly dropped: Dropped
}

export interface BarCapabilities {
  /** Interval texts, or null where the vendor decides by request. */
  readonly intervals: readonly string[] | null
  /** The most bars that one page has. */
  readonly barsPerPage: number
  /** IANA zone whose days the vendor's daily bars and the end of its current day follow. */
  readonly dayZone: string
  readonly adjustment: Adjustment
}

export interface BarSource {
  /** As `alpaca` or the name in throughline.toml. */
  readonly name: string
  /** What else decides which numbers come, without secrets: `feed=sip adjustment=raw`. Bars are cached by it. */
  readonly variant: string
  readonly capabilities: BarCapabilities
  /**
   * The closed bars of the range. When the iteration ends, all of it has been given; a page's last bar says how far it is
   * complete before. Throws `VenueError` (VENDOR_*) and `UsageError` UNKNOWN_INTERVAL; after either nothing more comes.
   */
  readonly fetch: (request: BarRequest) => AsyncIterable<BarPage>
}

/** What sources need from outside: time, waiting, chance and the environment's keys. */
export interface Surroundings {
  readonly nowMs: () => number
  /** Resolves after so many ms, or rejects as soon as the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly env: Readonly<Record<string, string | undefined>>
  /** Told before each wait for another attempt. */
  readonly onRetry?: (retry: RetryNotice) => void
}

export interface RetryNotice {
  readonly vendor: string
  readonly code: string
  /** The attempt that failed, the first being 1. */
  readonly attempt: number
  readonly waitMs: number
}
