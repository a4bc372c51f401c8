/**
 * From actions as they were given to actions as they are sealed: instruments found, ex-dates made instants, a dividend's
 * factor made of the last close before it. Whatever adjusts a price is then in the seal, and views need no bars but their own.
 */
import {
  ACTION_KINDS,
  type CorporateAction,
  closeOf,
  compareActions,
  didYouMean,
  type Instrument,
  type Interval,
  isoTime,
  parseIsoTime,
  type Split,
} from '../../model/index.ts'
import type { Findings } from '../findings.ts'
import { isInstrumentName } from '../read/names.ts'
import { localTimeIn } from '../read/time-zone.ts'
import type { SeriesColumns } from '../series.ts'
import { type ActionProblem, badActions, isPositive, type Located, type Place, placeText } from './given.ts'
import { splitInPrices } from './split-prices.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** Bars after an ex-date in whose closes a split is looked for. */
const BARS_AFTER = 3

export interface ActedBars extends Pick<SeriesColumns, 'timeMs' | 'open' | 'close'> {
  readonly instrument: Pick<Instrument, 'id' | 'symbol'>
}

export interface ResolveRequest {
  readonly located: readonly Located[]
  /** Checked bars of all instruments, ascending in time. */
  readonly bars: readonly ActedBars[]
  readonly interval: Interval
  /** The zone in which the bars' local times were read, where one was named. */
  readonly timeZone?: string
  readonly findings: Findings
}

/**
 * The actions to seal, in the order of `compareActions`. Those whose ex-date is not after the first bar and at or before the last
 * bar of their instrument change nothing here: they are left out with a warning. Throws `DataError` BAD_ACTIONS.
 */
export function resolveActions(request: ResolveRequest): CorporateAction[] {
  const { located, findings } = request
  const problems: ActionProblem[] = []
  const find = instrumentFinder(request.bars)
  const instantOf = exInstants(request)
  const seen = new Map<string, Place>()
  const actions: CorporateAction[] = []
  for (const one of located) {
    const { given, place } = one
    const fail = (text: string): void => void problems.push({ ...place, text })
    const bars = find(one)
    if (typeof bars === 'string') {
      fail(bars)
      continue
    }
    const exMs = instantOf(one)
    if (typeof exMs === 'string') {
      fail(exMs)
      continue
    }
    const { id } = bars.instrument
    if (given.kind === 'listing') {
      checkListing(bars, { exMs, place, findings })
      continue
    }
    const key = JSON.stringify([id, given.kind, exMs])
    const other = seen.get(key)
    if (other !== undefined) {
      fail(
        `${id} has a ${given.kind} on ${isoTime(exMs)} already, in ${placeText(other)}${hintOf(given.kind)}`,
      )
      continue
    }
    seen.set(key, place)
    const noted = { instrument: id, time: isoTime(exMs), ...place }
    if (given.kind !== 'ticker-change' && !isInside(bars, exMs)) {
      const text = `the ${given.kind} is outside of the bars (${isoTime(bars.timeMs[0]!)} to ${isoTime(bars.timeMs.at(-1)!)}) and left out`
      findings.add('ACTION_OUTSIDE_DATA', () => ({ ...noted, text }))
      continue
    }
    const action = actionOf(one, bars, exMs)
    if (typeof action === 'string') {
      fail(action)
      continue
    }
    actions.push(action)
    if (action.kind !== 'split') continue
    if (isWithinBar(bars.timeMs, exMs, request.interval)) {
      const text = 'the split takes effect within a bar, whose prices mix two bases'
      findings.add('ACTION_WITHIN_BAR', () => ({ ...noted, text }))
      continue
    }
    const { verdict, text } = judgeSplit(action, bars)
    if (verdict === 'missing') fail(text)
    else if (verdict === 'doubtful') findings.add('SPLIT_NOT_IN_PRICES', () => ({ ...noted, text }))
  }
  if (problems.length > 0) throw badActions(problems)
  return actions.sort(compareActions)
}

const hintOf = (kind: string): string =>
  kind === 'dividend' ? '; of several on one day give the sum' : '; an ex-date has one of a kind'

type Finder = (located: Located) => ActedBars | string

/** By id, then by symbol; a file's name is compared without regard to case where that leaves one instrument. */
function instrumentFinder(bars: readonly ActedBars[]): Finder {
  const byName = new Map(bars.map((one) => [one.instrument.symbol, one]))
  for (const one of bars) byName.set(one.instrument.id, one)
  return ({ given: { instrument }, isFileName }) => {
    const exact = byName.get(instrument)
    if (exact !== undefined) return exact
    const folded = instrument.toLowerCase()
    const alike = isFileName === true ? bars.filter((one) => one.instrument.id.toLowerCase() === folded) : []
    if (alike.length === 1) return alike[0]!
    return `the instrument must be one of the snapshot's ${bars.length}, but there is no '${instrument.slice(0, 80)}'.${didYouMean(instrument, byName.keys())}`
  }
}

type ExInstant = (located: Located) => number | string

/** Dates are days of the bars' zone, and UTC days where every bar opens at a UTC midnight. */
function exInstants({ bars, timeZone, findings }: ResolveRequest): ExInstant {
  const isDated = bars.every(({ timeMs }) => timeMs.every((openMs) => openMs % DAY_MS === 0))
  return ({ given: { exDate, instrument }, place, zone }) => {
    const dayMs = parseIsoTime(exDate)
    if (dayMs === undefined) {
      return `an ex-date must read like 2014-06-09, or be an instant with its zone, but it is '${exDate.slice(0, 80)}'`
    }
    if (exDate.length > 10 || isDated) return dayMs
    const chosen = timeZone ?? zone
    if (chosen === undefined) {
      const text = 'the ex-date is taken as a UTC day; if it is a local one, name its zone'
      findings.add('ACTION_ZONE_ASSUMED', () => ({ ...place, instrument, time: exDate, text }))
    }
    return localMidnight(chosen ?? 'UTC', dayMs)
  }
}

/** The first instant of a local day, also where clocks change at midnight. */
function localMidnight(zone: string, dayMs: number): number {
  const toUtc = localTimeIn(zone)
  const midnight = toUtc(dayMs)
  if (Number.isFinite(midnight)) return midnight
  return midnight < 0 ? toUtc(dayMs + HOUR_MS) : toUtc(dayMs - HOUR_MS) + HOUR_MS
}

function isInside({ timeMs }: ActedBars, exMs: number): boolean {
  return exMs > timeMs[0]! && exMs <= timeMs.at(-1)!
}

function isWithinBar(timeMs: Float64Array, exMs: number, interval: Interval): boolean {
  const before = lastBefore(timeMs, exMs)
  return before >= 0 && closeOf(interval, timeMs[before]!) > exMs
}

/** The last bar that opens before the instant, or -1. */
function lastBefore(timeMs: Float64Array, instantMs: number): number {
  let low = 0
  let high = timeMs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (timeMs[middle]! < instantMs) low = middle + 1
    else high = middle
  }
  return low - 1
}

function judgeSplit({ instrument, exMs, ratio, factor }: Split, { timeMs, open, close }: ActedBars) {
  const before = lastBefore(timeMs, exMs)
  const closeBefore = close[before]!
  const openAfter = open[before + 1]!
  const after = [openAfter, ...close.subarray(before + 1, before + 1 + BARS_AFTER)]
  const silenceMs = timeMs[before + 1]! - timeMs[before]!
  return {
    verdict: splitInPrices({ closeBefore, after, silenceMs, factor }),
    text: `the split of ${instrument} by ${ratio} on ${isoTime(exMs)} is not in its prices (close ${closeBefore}, then open ${openAfter}): bars beside actions must be raw; leave the split out if these are adjusted for it already`,
  }
}

function checkListing(
  { instrument, timeMs }: ActedBars,
  { exMs, place, findings }: { exMs: number; place: Place; findings: Findings },
): void {
  const earlier = lastBefore(timeMs, exMs) + 1
  if (earlier === 0) return
  const text = `${earlier} bars are from before ${isoTime(exMs)}, when the instrument's history begins: another company under the same ticker?`
  const time = isoTime(timeMs[0]!)
  findings.add('BARS_BEFORE_LISTING', () => ({ ...place, instrument: instrument.id, time, text }), earlier)
}

/** The action as it is sealed, or what is wrong with it. */
function actionOf({ given }: Located, bars: ActedBars, exMs: number): CorporateAction | string {
  const instrument = bars.instrument.id
  switch (given.kind) {
    case 'split': {
      const { ratio, factor = 1 / ratio } = given
      if (!isPositive(ratio)) return `the ratio must be above 0, but it is ${ratio}`
      if (!isPositive(factor)) return `the factor must be above 0, but it is ${factor}`
      return { kind: 'split', instrument, exMs, ratio, factor }
    }
    case 'dividend': {
      const lastClose = bars.close[lastBefore(bars.timeMs, exMs)]!
      const { factor = 1 - (given.amount ?? Number.NaN) / lastClose } = given
      const { amount = lastClose * (1 - factor) } = given
      if (!isPositive(amount)) return `the amount must be above 0, but it is ${amount}`
      if (!isPositive(factor) || factor > 1) {
        return `a dividend must be below the last close before it, but ${amount} is not below ${lastClose}`
      }
      return { kind: 'dividend', instrument, exMs, amount, factor }
    }
    case 'ticker-change': {
      const { from, to } = given
      const bad = [from, to].find((ticker) => !isInstrumentName(ticker))
      if (bad !== undefined) return `a ticker must be printable text, but it is '${String(bad).slice(0, 80)}'`
      return { kind: 'ticker-change', instrument, exMs, from, to }
    }
    case 'listing':
      return 'a listing is no action'
    default:
      given satisfies never
      return `a kind must be one of ${ACTION_KINDS.join(', ')}, but it is '${String((given as Located['given']).kind)}'`
  }
}
