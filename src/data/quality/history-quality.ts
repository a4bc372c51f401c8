/**
 * Histories that are possible but suspicious: prices that stand still, volume that stops, one ticker for two companies,
 * bars that have not ended, and instruments that begin late or end early beside the others. Warnings all.
 */
import { closeOf, type Interval, isoTime } from '../../model/index.ts'
import type { Findings } from '../findings.ts'
import type { Series } from '../series.ts'
import { report } from './check.ts'
import type { ExpectedSeries } from './gaps.ts'

const DAY_MS = 86_400_000
/** So many bars in a row without a change or without volume are reported. */
const STILL_BARS = 5
/** A silence of so many days, after which the price is another, may be another company's. */
const SILENCE_DAYS = 90
/** log 1.25. */
const ANOTHER_PRICE = 0.223
/** Late and early are so many missing bars, as a share of the whole span. */
const LATE_SHARE = 0.02
const LATE_LEAST = 5

export function checkHistory(series: Series, findings: Findings): void {
  checkStillPrices(series, findings)
  checkVolume(series, findings)
  checkSilence(series, findings)
}

/** Runs of bars that repeat the bar before them in all four prices. */
function checkStillPrices(series: Series, findings: Findings): void {
  const { open, high, low, close } = series
  const isStill = (row: number): boolean =>
    close[row] === close[row - 1] &&
    open[row] === open[row - 1] &&
    high[row] === high[row - 1] &&
    low[row] === low[row - 1]
  eachRun(
    close.length,
    (row) => row > 0 && isStill(row),
    (first, length) => {
      if (length + 1 < STILL_BARS) return
      const place = { series, row: first - 1, findings }
      report(place, 'STALE_PRICES', `${length + 1} bars in a row with the same prices, close ${close[first]}`)
    },
  )
}

/** Runs without volume in an instrument that has volume elsewhere. */
function checkVolume(series: Series, findings: Findings): void {
  const { volume } = series
  if (volume.every((value) => value === 0)) return
  eachRun(
    volume.length,
    (row) => volume[row] === 0,
    (first, length) => {
      if (length < STILL_BARS) return
      report({ series, row: first, findings }, 'ZERO_VOLUME_RUN', `${length} bars in a row without volume`)
    },
  )
}

function eachRun(
  length: number,
  holds: (row: number) => boolean,
  take: (first: number, length: number) => void,
): void {
  let first = -1
  for (let row = 0; row <= length; row++) {
    if (row < length && holds(row)) {
      if (first < 0) first = row
    } else if (first >= 0) {
      take(first, row - first)
      first = -1
    }
  }
}

function checkSilence(series: Series, findings: Findings): void {
  const { timeMs, open, close } = series
  for (let row = 1; row < timeMs.length; row++) {
    const days = (timeMs[row]! - timeMs[row - 1]!) / DAY_MS
    if (days < SILENCE_DAYS || Math.abs(Math.log(open[row]! / close[row - 1]!)) < ANOTHER_PRICE) continue
    const text = `silent for ${Math.round(days)} days after close ${close[row - 1]}, then open ${open[row]}: another instrument?`
    report({ series, row, findings }, 'TICKER_REUSE_SUSPECT', text)
  }
}

/** Bars that end after the present, in an instrument whose first bar does not. */
export function checkClosed(
  series: Series,
  { interval, nowMs }: { readonly interval: Interval; readonly nowMs: number },
  findings: Findings,
): void {
  const { timeMs } = series
  const isOpen = (row: number): boolean => closeOf(interval, timeMs[row]!) > nowMs
  if (isOpen(0)) return
  for (let row = timeMs.length - 1; isOpen(row); row--) {
    const text = `ends at ${isoTime(closeOf(interval, timeMs[row]!))}, and was sealed at ${isoTime(nowMs)}`
    report({ series, row, findings }, 'NOT_CLOSED', text)
  }
}

/** Adds LATE_START and EARLY_END of instruments beside the first start and the last end of all. */
export function checkSpans(all: readonly ExpectedSeries[], findings: Findings): void {
  if (all.length < 2) return
  const times = all.map(({ series }) => series.timeMs)
  const firstMs = times.reduce((least, timeMs) => Math.min(least, timeMs[0]!), Number.POSITIVE_INFINITY)
  const lastMs = times.reduce((most, timeMs) => Math.max(most, timeMs.at(-1)!), Number.NEGATIVE_INFINITY)
  const longest = all.reduce((most, one) =>
    one.series.timeMs.length > most.series.timeMs.length ? one : most,
  )
  const { between } = longest.expectation
  const tolerated = Math.max(LATE_LEAST, LATE_SHARE * between(firstMs, lastMs))
  for (const { series } of all) {
    const { timeMs } = series
    const late = between(firstMs, timeMs[0]!)
    if (late > tolerated) {
      const text = `begins ${late} bars after the first instrument (${isoTime(firstMs)})`
      report({ series, row: 0, findings }, 'LATE_START', text)
    }
    const early = between(timeMs.at(-1)!, lastMs)
    if (early > tolerated) {
      const text = `ends ${early} bars before the last instrument (${isoTime(lastMs)})`
      report({ series, row: timeMs.length - 1, findings }, 'EARLY_END', text)
    }
  }
}
