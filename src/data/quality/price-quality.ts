/**
 * Prices that are possible but suspicious: opens copied from the close before, spikes that return at once, level changes by the
 * ratio of a split, and prices between ticks. These are warnings: a quant decides, the snapshot remembers.
 *
 * sigma = 1.4826 x the median of |log close / previous close| (a normal's sigma, unmoved by outliers).
 */
import type { Interval } from '../../model/index.ts'
import type { Findings } from '../findings.ts'
import type { Series } from '../series.ts'
import { report } from './check.ts'
import type { ExpectedSeries } from './gaps.ts'

const DAY_MS = 86_400_000
/** Copied opens are reported from this share of an instrument's bars on. */
const COPIED_SHARE = 0.05
const COPIED_LEAST = 20
/** A move counts as extraordinary from here on, whatever sigma is: log 1.35. */
const LARGE_MOVE = 0.3
const SPIKE_SIGMAS = 12
const SPLIT_SIGMAS = 8
const SPLIT_RATIOS = [1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 40, 50, 100]
/** How near a ratio must be, and the price must stay, in logarithms. */
const RATIO_TOLERANCE = 0.06
const STAYS_WITHIN = 0.2
const MAX_SAMPLE = 4_096
/** In ticks: decimals have no exact binary fraction. */
const TICK_TOLERANCE = 1e-4

/** Bars and what is known of them: `splitsMs` are the instants at which recorded splits took effect. */
type PricedSeries = ExpectedSeries & { readonly splitsMs?: readonly number[] }

export function checkPrices(expected: PricedSeries, interval: Interval, findings: Findings): void {
  if (expected.series.timeMs.length < 3) return
  checkCopiedOpens(expected, interval, findings)
  checkMoves(expected, findings)
}

/** Prices that lie between ticks, where the instrument has some: fills are rounded to them. */
export function checkTicks(series: Series, tickSize: number | null, findings: Findings): void {
  if (tickSize === null) return
  const { open, high, low, close } = series
  const isOff = (price: number): boolean => {
    const ticks = price / tickSize
    return Math.abs(ticks - Math.round(ticks)) > TICK_TOLERANCE
  }
  for (let row = 0; row < close.length; row++) {
    if (!isOff(open[row]!) && !isOff(high[row]!) && !isOff(low[row]!) && !isOff(close[row]!)) continue
    const off = [open[row]!, high[row]!, low[row]!, close[row]!].find(isOff)!
    report({ series, row, findings }, 'OFF_TICK', `${off} is no whole number of ticks of ${tickSize}`)
  }
}

/** Where a market closes, an open that equals the previous close to the last digit is seldom a traded price. */
function checkCopiedOpens(
  { series, expectation }: ExpectedSeries,
  interval: Interval,
  findings: Findings,
): void {
  if (interval.fixedMs === null || interval.fixedMs < DAY_MS || !rests(expectation, interval)) return
  const { open, close } = series
  let count = 0
  for (let row = 1; row < open.length; row++) if (open[row] === close[row - 1]) count++
  if (count < COPIED_LEAST || count < open.length * COPIED_SHARE) return
  for (let row = 1; row < open.length; row++) {
    if (open[row] === close[row - 1]) {
      report({ series, row, findings }, 'OPEN_EQUALS_PREVIOUS_CLOSE', `open ${open[row]} is the close before`)
    }
  }
}

/** Whether the market is known to close between bars: of bars longer than a day a calendar must say so. */
function rests({ calendar }: ExpectedSeries['expectation'], { fixedMs }: Interval): boolean {
  return calendar === 'none' ? fixedMs === DAY_MS : calendar === 'nyse'
}

function checkMoves({ series, splitsMs = [] }: PricedSeries, findings: Findings): void {
  const { open, high, low, close } = series
  let sigma = Number.NaN
  for (let row = 1; row < close.length; row++) {
    const before = close[row - 1]!
    // No logarithm where nothing large can be.
    if (high[row]! < before * 1.3 && low[row]! > before / 1.3) continue
    if (Number.isNaN(sigma)) sigma = robustSigma(close)
    const place = { series, row, findings }
    if (isSpike(series, row, sigma)) {
      report(place, 'SPIKE', `close ${close[row]} between closes ${before} and ${close[row + 1]}`)
    } else if (isWick(series, row, sigma)) {
      report(
        place,
        'SPIKE',
        `high ${high[row]}, low ${low[row]} around open ${open[row]}, close ${close[row]}`,
      )
    } else if (!splitsMs.some((exMs) => series.timeMs[row - 1]! < exMs && exMs <= series.timeMs[row]!)) {
      const ratio = splitRatio(series, row, sigma)
      if (ratio !== undefined) {
        report(
          place,
          'SPLIT_SUSPECT',
          `open ${open[row]}, close ${close[row]} after close ${before}: a ${ratio} split?`,
        )
      }
    }
  }
}

function isSpike({ close }: Series, row: number, sigma: number): boolean {
  if (row + 1 >= close.length) return false
  const move = Math.abs(Math.log(close[row]! / close[row - 1]!))
  if (move < Math.max(LARGE_MOVE, SPIKE_SIGMAS * sigma)) return false
  return Math.abs(Math.log(close[row + 1]! / close[row - 1]!)) < move / 4
}

/** A high or low far outside of the bar's own open and close. */
function isWick({ open, high, low, close }: Series, row: number, sigma: number): boolean {
  const reach = Math.max(LARGE_MOVE, SPIKE_SIGMAS * sigma)
  const top = Math.max(open[row]!, close[row]!)
  const bottom = Math.min(open[row]!, close[row]!)
  return Math.log(high[row]! / top) > reach || Math.log(bottom / low[row]!) > reach
}

/** `2:1` where the open (or, on the first trades of the day, the close) stands at a split's ratio to the close before. */
function splitRatio(series: Series, row: number, sigma: number): string | undefined {
  return (
    ratioOf(series, series.open[row]!, { row, sigma }) ?? ratioOf(series, series.close[row]!, { row, sigma })
  )
}

function ratioOf(
  { close }: Series,
  price: number,
  { row, sigma }: { readonly row: number; readonly sigma: number },
): string | undefined {
  const move = Math.log(close[row - 1]! / price)
  if (Math.abs(move) < Math.max(LARGE_MOVE, SPLIT_SIGMAS * sigma)) return undefined
  const ratio = SPLIT_RATIOS.find(
    (candidate) => Math.abs(Math.abs(move) - Math.log(candidate)) < RATIO_TOLERANCE,
  )
  if (ratio === undefined) return undefined
  const stays = (value: number): boolean => Math.abs(Math.log(value / price)) < STAYS_WITHIN
  // The level before must have stood as well: the return from a spike is no split.
  if (!close.subarray(row, row + 3).every(stays)) return undefined
  if (row >= 2 && Math.abs(Math.log(close[row - 2]! / close[row - 1]!)) > Math.abs(move) / 2) return undefined
  const [after, before] = Number.isInteger(ratio) ? [ratio, 1] : [ratio * 2, 2]
  return move > 0 ? `${after}:${before}` : `${before}:${after}`
}

/** See the header; on long series of an even sample. */
export function robustSigma(close: Float64Array): number {
  const step = Math.max(1, Math.floor(close.length / MAX_SAMPLE))
  const moves = new Float64Array(Math.floor((close.length - 1) / step))
  for (let n = 0; n < moves.length; n++) {
    moves[n] = Math.abs(Math.log(close[n * step + 1]! / close[n * step]!))
  }
  moves.sort()
  return 1.4826 * (moves[Math.floor(moves.length / 2)] ?? 0)
}
