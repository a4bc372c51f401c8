/**
 * What a check found: a code, a severity, how often, and the first places. Errors refuse the seal; warnings are sealed
 * with the snapshot. Only the first examples are kept, so a file of nothing but bad rows costs no memory.
 */
import { DataError, didYouMean, isoTime, type JsonObject, UsageError } from '../model/index.ts'

export const FINDINGS = {
  ROW_SHAPE: ['error', 'a row has another number of fields than the header'],
  BAD_TEXT: ['error', 'an instrument name is not UTF-8 text or is not usable as an id'],
  EMPTY_VALUE: ['error', 'a cell that must hold a value is empty'],
  BAD_NUMBER: ['error', 'a cell that must hold a number does not'],
  NOT_FINITE: ['error', 'a number is not finite'],
  BAD_TIME: ['error', 'a time cannot be read in the format of the column'],
  LOCAL_TIME_SKIPPED: ['error', 'a local time does not exist: clocks went forward over it'],
  LOCAL_TIME_REPEATED: ['error', 'a local time happened twice: clocks went back over it'],
  TIME_OUT_OF_RANGE: ['error', 'a time is before 1900 or after 2100'],
  PRICE_NOT_POSITIVE: ['error', 'a price is zero or negative'],
  NEGATIVE_VOLUME: ['error', 'a volume is negative'],
  HIGH_BELOW_LOW: ['error', 'a high is below its low'],
  HIGH_NOT_HIGHEST: ['error', 'a high is below its open or close'],
  LOW_NOT_LOWEST: ['error', 'a low is above its open or close'],
  OUT_OF_ORDER: ['error', 'a bar comes after a later one'],
  DUPLICATE_IDENTICAL: ['error', 'a bar is there twice with the same values'],
  DUPLICATE_CONFLICTING: ['error', 'two bars of one time have different values'],
  BARS_OVERLAP: ['error', 'a bar opens before the one before it closes'],
  MIXED_INTERVALS: [
    'error',
    'an instrument keeps a longer interval than the snapshot, all along or for a while',
  ],
  SPARSE_BARS: ['warning', 'no two bars of an instrument are as near to each other as the interval'],
  UNEVEN_SPACING: ['warning', 'a bar of a day or longer opens somewhat before the one before it ends'],
  GAPS: ['warning', 'bars that the calendar or the pattern of the data lets expect are missing'],
  SINGLE_BAR_GAPS: [
    'warning',
    'single daily bars are missing, and no calendar is known: most will be holidays',
  ],
  CLOSED_DAY_BARS: ['warning', 'bars lie on days on which the exchange is closed'],
  OPEN_EQUALS_PREVIOUS_CLOSE: ['warning', 'opens repeat the previous close: they may not be traded prices'],
  OFF_TICK: ['warning', 'prices lie between ticks: a wrong tick size, or adjusted prices?'],
  SPIKE: ['warning', 'a price leaves and returns at once, far beyond the usual moves'],
  SPLIT_SUSPECT: ['warning', 'a price level changes overnight by the ratio of a split: unadjusted prices?'],
  TICKER_REUSE_SUSPECT: ['warning', 'a long silence ends at another price: one ticker, two companies?'],
  STALE_PRICES: ['warning', 'five or more bars in a row have the same prices'],
  ZERO_VOLUME_RUN: ['warning', 'five or more bars in a row have no volume'],
  NOT_CLOSED: [
    'warning',
    'a bar had not ended when it was sealed: it may still change, or its date is wrong',
  ],
  LATE_START: ['warning', 'an instrument begins well after the first one'],
  EARLY_END: ['warning', 'an instrument ends well before the last one'],
  REPEATED_TIME_RESOLVED: [
    'warning',
    'a local time happened twice: it was taken as the instant that the caller chose',
  ],
  TIME_ZONE_SUSPECT: ['warning', 'hours of trading are not those of the market: times of another zone?'],
  SESSION_SHIFT: [
    'warning',
    'hours of trading move by an hour at no change of clocks: a wrong zone for a while?',
  ],
  TIME_ZONE_ASSUMED: ['warning', 'times carry no zone and none was named: they were read as UTC'],
  PRICES_DIVIDED: ['warning', 'prices are whole numbers of a smaller unit: they were divided'],
  CLOSES_ONLY: ['warning', 'only closes are known: open, high and low repeat them'],
  NO_VOLUME: ['warning', 'there is no volume: it is recorded as 0 on the caller’s word'],
  ACTION_OUTSIDE_DATA: ['warning', 'a split or dividend is outside of its instrument’s bars and left out'],
  ACTION_WITHIN_BAR: ['warning', 'a split takes effect within a bar, whose prices mix two bases'],
  SPLIT_NOT_IN_PRICES: [
    'warning',
    'prices do not move by a recorded split: are they adjusted for it already?',
  ],
  ACTION_ZONE_ASSUMED: [
    'warning',
    'ex-dates were taken as UTC days: no zone was named for bars within a day',
  ],
  BARS_BEFORE_LISTING: ['warning', 'bars are from before the first day of the instrument’s history'],
} as const satisfies Record<string, readonly ['error' | 'warning', string]>

export type FindingCode = keyof typeof FINDINGS

export interface FindingExample {
  /** Base name of the file, or null where the bars came from code. */
  readonly file: string | null
  /** Line in the file (in Parquet the row), the first being 1. */
  readonly line: number | null
  readonly instrument: string | null
  /** ISO text of the bar's opening instant, or what the file says where it cannot be read. */
  readonly time: string | null
  readonly text: string
}

export interface Finding {
  readonly code: FindingCode
  /** An error is `accepted` where the caller said so by its code: its bars are left out of the snapshot. */
  readonly severity: 'error' | 'warning' | 'accepted'
  readonly count: number
  /** The first ones, at most EXAMPLES. */
  readonly examples: readonly FindingExample[]
}

export const EXAMPLES = 5

/** A growing list of findings. */
export interface Findings {
  /** Counts one occurrence (or `times`); `example` is called only while examples are still kept. */
  readonly add: (code: FindingCode, example: () => FindingExample, times?: number) => void
  /** Errors that were not accepted. */
  readonly errorCount: () => number
  readonly isAccepted: (code: FindingCode) => boolean
  /** In the order of FINDINGS. */
  readonly list: () => Finding[]
}

/** Errors after which the bar, or the row, can be left out and the rest still means what it says. */
export const ACCEPTABLE = [
  'ROW_SHAPE',
  'BAD_TEXT',
  'EMPTY_VALUE',
  'BAD_NUMBER',
  'NOT_FINITE',
  'BAD_TIME',
  'LOCAL_TIME_SKIPPED',
  'LOCAL_TIME_REPEATED',
  'TIME_OUT_OF_RANGE',
  'PRICE_NOT_POSITIVE',
  'NEGATIVE_VOLUME',
  'HIGH_BELOW_LOW',
  'HIGH_NOT_HIGHEST',
  'LOW_NOT_LOWEST',
  'DUPLICATE_IDENTICAL',
] as const satisfies readonly FindingCode[]

/** Throws `UsageError` NOT_ACCEPTABLE where one of the codes cannot be accepted. */
export function createFindings(accept: readonly string[] = []): Findings {
  const accepted = new Set<string>(accept)
  for (const code of accepted) {
    if ((ACCEPTABLE as readonly string[]).includes(code)) continue
    throw new UsageError(
      'NOT_ACCEPTABLE',
      `Only errors after which single bars can be left out may be accepted, and '${code}' is none: ${ACCEPTABLE.join(', ')}.${didYouMean(code, ACCEPTABLE)}`,
      { code },
    )
  }
  const counts = new Map<FindingCode, { count: number; examples: FindingExample[] }>()
  let errors = 0
  return {
    add: (code, example, times = 1) => {
      let entry = counts.get(code)
      if (entry === undefined) {
        entry = { count: 0, examples: [] }
        counts.set(code, entry)
      }
      entry.count += times
      if (FINDINGS[code][0] === 'error' && !accepted.has(code)) errors += times
      if (entry.examples.length < EXAMPLES) entry.examples.push(example())
    },
    errorCount: () => errors,
    isAccepted: (code) => accepted.has(code),
    list: () =>
      (Object.keys(FINDINGS) as FindingCode[]).flatMap((code) => {
        const entry = counts.get(code)
        const severity = accepted.has(code) ? 'accepted' : FINDINGS[code][0]
        return entry === undefined ? [] : [{ code, severity, ...entry }]
      }),
  }
}

const SHOWN = 8

/** The refusal of bars with errors: the first offending rows with file and line; `details.findings` has them all. */
export function badBars(findings: readonly Finding[]): DataError {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const total = errors.reduce((sum, { count }) => sum + count, 0)
  const rows = errors.flatMap(({ code, examples }) =>
    examples.map((example) => ({ line: example.line ?? 0, text: `  ${describeExample(code, example)}` })),
  )
  const shown = rows.toSorted((a, b) => a.line - b.line).slice(0, SHOWN)
  const rest = total - shown.length
  return new DataError(
    'BAD_BARS',
    [
      `Bars must be sound before they are sealed, but ${total} ${total === 1 ? 'error was' : 'errors were'} found and nothing was sealed:`,
      ...shown.map(({ text }) => text),
      ...(rest > 0 ? [`  and ${rest} more`] : []),
      'Correct the rows at their source (nothing is repaired silently) and import again.',
    ].join('\n'),
    { findings: findings as unknown as JsonObject[] },
  )
}

/** `goog.csv:62 GOOG 2004-11-12: close is empty [EMPTY_VALUE]` */
export function describeExample(code: FindingCode, example: FindingExample): string {
  const place = [
    example.file === null ? null : example.line === null ? example.file : `${example.file}:${example.line}`,
    example.instrument,
    example.time,
  ].filter((part) => part !== null)
  return `${place.join(' ')}: ${example.text} [${code}]`
}

/** An instant as text even where no calendar holds it. */
export function safeIso(timeMs: number): string {
  return Math.abs(timeMs) <= 8.64e15 ? isoTime(timeMs) : String(timeMs)
}
