/** The interval of bars, read from the distances between their opening instants: the commonest one decides. */
import { type Interval, parseInterval, UsageError } from '../../model/index.ts'

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

/** The interval of the given series (opening instants each). Throws `UsageError` INTERVAL_UNKNOWN. */
export function inferInterval(series: readonly Float64Array[]): Interval {
  const counts = new Map<number, number>()
  for (const timeMs of series) {
    for (let n = 1; n < timeMs.length; n++) {
      const gap = timeMs[n]! - timeMs[n - 1]!
      if (gap > 0) counts.set(gap, (counts.get(gap) ?? 0) + 1)
    }
  }
  const gaps = [...counts].toSorted(([gapA, a], [gapB, b]) => b - a || gapA - gapB)
  const commonest = gaps[0]
  if (commonest === undefined) throw unknownInterval('no instrument has two bars')
  const months = monthsOf(gaps)
  if (months !== undefined) return parseInterval(`${months}mo`)
  const [gapMs] = commonest
  for (const [unit, unitMs] of UNITS) {
    if (gapMs % unitMs === 0 && gapMs / unitMs < 100_000) return parseInterval(`${gapMs / unitMs}${unit}`)
  }
  throw unknownInterval(`the commonest distance between bars is ${gapMs} ms`)
}

/** Months, where most distances are of calendar months' lengths and they are not all one. */
function monthsOf(gaps: readonly (readonly [number, number])[]): number | undefined {
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
