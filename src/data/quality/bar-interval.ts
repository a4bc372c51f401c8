/**
 * The interval of bars, read from the distances between their opening instants: the commonest one decides. A snapshot has one:
 * a day's bar among bars of minutes would close a minute after it opens, and show a strategy the day before it was over.
 */
import { type Interval, parseInterval, UsageError } from '../../model/index.ts'
import type { Findings } from '../findings.ts'
import type { Series } from '../series.ts'
import { report } from './check.ts'

const DAY_MS = 86_400_000
const UNITS = [
  ['w', 7 * DAY_MS],
  ['d', DAY_MS],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const

/** Shortest and longest distance in days to months: bars may be dated at a month's first, last or last trading day. */
const MONTHS = [
  [26, 36, 1],
  [56, 67, 2],
  [86, 97, 3],
  [178, 190, 6],
  [358, 373, 12],
] as const
/** From so many distances of one length on, the length is no coincidence: four weeks are no month. */
const SAME_LENGTH = 3

/** A distance that is so much longer than a fixed interval is not its next bar; daily bars may be dated an hour late. */
const NEXT_BAR = 1.5
/**
 * What makes bars that are all further apart bars of an interval of their own: how many of their distances must be of one
 * length, at what share; more where they are but a part of an instrument's bars.
 */
const OWN_IF_ALL = { count: 3, share: 0.4 }
const OWN_IF_PART = { count: 15, share: 0.6 }

/** Distances between neighbours and how often each occurs, the commonest first. */
type Distances = readonly (readonly [gapMs: number, count: number])[]

function distancesOf(series: readonly Float64Array[]): Distances {
  const counts = new Map<number, number>()
  for (const timeMs of series) {
    for (let n = 1; n < timeMs.length; n++) {
      const gap = timeMs[n]! - timeMs[n - 1]!
      if (gap > 0) counts.set(gap, (counts.get(gap) ?? 0) + 1)
    }
  }
  return [...counts].toSorted(([gapA, a], [gapB, b]) => b - a || gapA - gapB)
}

/**
 * Whether the bars of each series are as near to each other as those of the interval are. Where they are all further apart they
 * are sparse (a warning); where they keep a longer interval of their own, all or for a while, that is an error, unless the
 * caller has named the interval.
 */
export function checkOwnIntervals(
  all: readonly Series[],
  { interval, isNamed }: { readonly interval: Interval; readonly isNamed: boolean },
  findings: Findings,
): void {
  const { text, fixedMs, months } = interval
  const longest = fixedMs === null ? (31 * months + 5) * DAY_MS : fixedMs * NEXT_BAR
  for (const series of all) {
    const { timeMs } = series
    for (const [from, to] of stretchesApart(timeMs, longest)) {
      const bars = to - from + 1
      const isAll = bars === timeMs.length
      const own = ownInterval(timeMs.subarray(from, to + 1), isAll ? OWN_IF_ALL : OWN_IF_PART)
      if (own === undefined && !isAll) continue
      const place = { series, row: from, findings }
      const which = isAll ? `its ${bars} bars` : `${bars} bars from here on`
      if (own === undefined) report(place, 'SPARSE_BARS', `no two of ${which} are ${text} apart`)
      else if (isNamed) report(place, 'SPARSE_BARS', `${which} are ${own} apart, and the interval is ${text}`)
      else {
        const remedy = `import them apart, or name the interval if they are rare bars of ${text}`
        report(
          place,
          'MIXED_INTERVALS',
          `${which} are ${own} apart, those of the snapshot ${text}: ${remedy}`,
        )
      }
    }
  }
}

/**
 * First and last row of each stretch in which every bar is further than `longest` from the one before: of all bars, or of so
 * many as can keep an interval of their own.
 */
function stretchesApart(timeMs: Float64Array, longest: number): [from: number, to: number][] {
  const stretches: [number, number][] = []
  let from = 0
  for (let row = 1; row <= timeMs.length; row++) {
    if (row < timeMs.length && timeMs[row]! - timeMs[row - 1]! > longest) continue
    const isAll = from === 0 && row === timeMs.length && row > 1
    if (isAll || row - 1 - from >= OWN_IF_PART.count) stretches.push([from, row - 1])
    from = row
  }
  return stretches
}

function ownInterval(timeMs: Float64Array, least: typeof OWN_IF_ALL): string | undefined {
  const gaps = distancesOf([timeMs])
  const distances = timeMs.length - 1
  const months = monthsOf(gaps)
  if (months !== undefined && distances >= least.count) return `${months}mo`
  const [gapMs = 0, count = 0] = gaps[0] ?? []
  if (count < least.count || count < least.share * distances) return undefined
  return textOf(gapMs) ?? `${gapMs} ms`
}

/** A length as the text of an interval, where it is a whole number of some unit. */
function textOf(gapMs: number): string | undefined {
  const unit = UNITS.find(([, unitMs]) => gapMs % unitMs === 0 && gapMs / unitMs < 100_000)
  return unit === undefined ? undefined : `${gapMs / unit[1]}${unit[0]}`
}

/** The interval of the given series (opening instants each). Throws `UsageError` INTERVAL_UNKNOWN. */
export function inferInterval(series: readonly Float64Array[]): Interval {
  const gaps = distancesOf(series)
  const commonest = gaps[0]
  if (commonest === undefined) throw unknownInterval('no instrument has two bars')
  const months = monthsOf(gaps)
  if (months !== undefined) return parseInterval(`${months}mo`)
  const text = textOf(commonest[0])
  if (text === undefined) throw unknownInterval(`the commonest distance between bars is ${commonest[0]} ms`)
  return parseInterval(text)
}

/** Months, where most distances are of calendar months' lengths and they are not all one. */
function monthsOf(gaps: Distances): number | undefined {
  const total = gaps.reduce((sum, [, count]) => sum + count, 0)
  if (gaps.length === 1 && total >= SAME_LENGTH) return undefined
  for (const [low, high, months] of MONTHS) {
    const within = gaps
      .filter(([gapMs]) => gapMs >= low * DAY_MS && gapMs <= high * DAY_MS)
      .reduce((sum, [, count]) => sum + count, 0)
    if (within > total * 0.6) return months
  }
  return undefined
}

function unknownInterval(why: string): UsageError {
  return new UsageError(
    'INTERVAL_UNKNOWN',
    `The bars' interval must be known, but it cannot be read from their times: ${why}. Name it (interval 1m, 1h, 1d, 1w, 1mo, ...).`,
    { why },
  )
}
