/** Missing bars: what is expected (see `expected-bars`) against what is there, an instrument and a snapshot at a time. */
import { type CalendarName, type Interval, isoTime } from '../../model/index.ts'
import { EXAMPLES, type Findings } from '../findings.ts'
import type { Series } from '../series.ts'
import { type Place, report } from './check.ts'
import type { Expectation } from './expected-bars.ts'
import { barsOnNyseClosures } from './recognise-calendar.ts'

const DAY_MS = 86_400_000

/** How much of what is expected of an instrument is there. */
export interface Coverage {
  readonly calendar: CalendarName
  readonly bars: number
  /** Expected between the first and the last bar, but not there. */
  readonly missing: number
}

interface Gap {
  readonly series: Series
  readonly row: number
  readonly missing: number
}

export interface ExpectedSeries {
  readonly series: Series
  readonly expectation: Expectation
}

/**
 * Adds GAPS (the longest first), SINGLE_BAR_GAPS where single daily bars are missing and no calendar says whether those are
 * holidays, and CLOSED_DAY_BARS. Gives the coverage of each.
 */
export function checkGaps(
  all: readonly ExpectedSeries[],
  interval: Interval,
  findings: Findings,
): Coverage[] {
  const longest: Gap[] = []
  let count = 0
  const coverage = all.map(({ series, expectation: { calendar, between } }): Coverage => {
    const { timeMs } = series
    const mayBeHoliday = calendar === 'none' && interval.fixedMs === DAY_MS
    let total = 0
    for (let row = 1; row < timeMs.length; row++) {
      const missing = between(timeMs[row - 1]!, timeMs[row]!)
      if (missing === 0) continue
      total += missing
      const place: Place = { series, row, findings }
      if (missing === 1 && mayBeHoliday) {
        report(place, 'SINGLE_BAR_GAPS', `no bar between ${isoTime(timeMs[row - 1]!)} and this one`)
        continue
      }
      count++
      keepLongest(longest, { series, row, missing })
    }
    // Weeks and months may be dated at any day of theirs.
    const isDay = interval.fixedMs !== null && interval.fixedMs <= DAY_MS
    if (calendar === 'nyse' && isDay) reportClosedDays(series, interval, findings)
    return { calendar, bars: timeMs.length, missing: total }
  })
  longest.forEach(({ series, row, missing }, index) => {
    const before = isoTime(series.timeMs[row - 1]!)
    const text = `${missing} ${missing === 1 ? 'bar' : 'bars'} missing after ${before}${index === 0 ? ' (the longest gap)' : ''}`
    report({ series, row, findings, times: index === 0 ? count - longest.length + 1 : 1 }, 'GAPS', text)
  })
  return coverage
}

function reportClosedDays(series: Series, interval: Interval, findings: Findings): void {
  for (const row of barsOnNyseClosures(series.timeMs, interval)) {
    report({ series, row, findings }, 'CLOSED_DAY_BARS', 'a bar on a day on which the NYSE is closed')
  }
}

function keepLongest(longest: Gap[], gap: Gap): void {
  if (longest.length === EXAMPLES && longest.at(-1)!.missing >= gap.missing) return
  const at = longest.findIndex(({ missing }) => missing < gap.missing)
  longest.splice(at < 0 ? longest.length : at, 0, gap)
  longest.length = Math.min(longest.length, EXAMPLES)
}
