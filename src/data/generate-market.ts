/**
 * Made-up markets with known laws: bars whose closes follow `generate-moves.ts`, on the days and sessions of a calendar. Seeded
 * and pure; prices are rounded to the tick, so that the last bit of a machine's exp and log never shows.
 *
 * Within a bar the logarithm is a Brownian bridge between the closes on both sides, so that closes keep their law to the digit:
 *
 *   open   the bridge at the share g of the bar's variance that falls before it opens: x + jump + g (x'' - x) + s sqrt(g (1 - g)) U
 *   high   the maximum of the bridge from open to close, v = (1 - g) s^2: (o + c + sqrt((c - o)^2 - 2 v ln U)) / 2
 *   low    its minimum, of another U (each has the law of the bridge; Asmussen, Glynn and Pitman, "Discretization error in
 *          simulation of one-dimensional reflecting Brownian motion", Annals of Applied Probability 5, 1995, section 2)
 */
import {
  type CalendarName,
  createNormal,
  defaultInstrument,
  type InstrumentBars,
  marketCalendar,
  type Random,
} from '../model/index.ts'
import { instrumentRandom, type Moves, marketMoves } from './generate-moves.ts'
import { badGenerator, type GenerateMarketRequest, type MarketPlan, planMarket } from './generate-request.ts'

const DAY_MS = 86_400_000
/** Trading days a year that volatility and drift are spread over. */
const DAYS_A_YEAR: Readonly<Record<Exclude<CalendarName, 'none'>, number>> = {
  nyse: 252,
  fx: 260,
  '24/7': 365,
}
/** Share of a bar's variance before its open: after a close of the market, and between bars that follow each other. */
const AFTER_CLOSE = 0.25
const BETWEEN = 0.02
const MOST_BARS = 100_000_000

/**
 * Bars of a made-up market, ascending by id and time. The law of an instrument's moves depends on seed and number alone: more
 * instruments, or other shares of ragged ones, leave its prices as they are. Throws `UsageError` BAD_GENERATOR, BAD_INTERVAL.
 */
export function generateMarket(request: GenerateMarketRequest): InstrumentBars[] {
  const plan = planMarket(request)
  const { timeMs, opensDay, barsADay } = timesOf(plan)
  if (timeMs.length === 0) {
    throw badGenerator(
      `a trading day of ${plan.calendar} in the span, but there is none from ${request.from} to ${request.to}`,
    )
  }
  if (timeMs.length * plan.instruments > MOST_BARS) {
    throw badGenerator(
      `at most ${MOST_BARS} bars, but these are ${timeMs.length} of each of ${plan.instruments} instruments`,
    )
  }
  const moves = marketMoves(plan, timeMs.length, 1 / (DAYS_A_YEAR[plan.calendar] * barsADay))
  const width = Math.max(3, String(plan.instruments).length)
  return moves.map((own, index) => {
    const id = `GEN_${String(index + 1).padStart(width, '0')}`
    const making = { plan, random: instrumentRandom(plan, index, 1), timeMs, opensDay, barsADay }
    return instrumentBars(id, own, making)
  })
}

interface Times {
  readonly timeMs: Float64Array
  /** 1 where the market was closed before the bar. */
  readonly opensDay: Uint8Array
  /** Bars of a usual trading day. */
  readonly barsADay: number
}

function timesOf({ calendar, interval: { fixedMs }, fromMs, toMs }: MarketPlan): Times {
  const market = marketCalendar(calendar)
  const isDaily = fixedMs === DAY_MS
  const times: number[] = []
  const opens: number[] = []
  let barsADay = 1
  let closedMs = Number.NaN
  for (let date = fromMs; date <= toMs; date += DAY_MS) {
    const sessions = market.sessionsOf(date)
    if (sessions === null || !market.isExpected(date)) continue
    const { openMs, closeMs } = isDaily ? { openMs: date, closeMs: date + DAY_MS } : sessions
    barsADay = Math.max(barsADay, Math.ceil((closeMs - openMs) / fixedMs))
    for (let time = openMs; time < closeMs; time += fixedMs) {
      times.push(time)
      opens.push(time === openMs && time !== closedMs ? 1 : 0)
    }
    // The exchange closes every day, the currency week at its end, the rest never.
    closedMs = isDaily && calendar === 'nyse' ? Number.NaN : closeMs
  }
  return { timeMs: Float64Array.from(times), opensDay: Uint8Array.from(opens), barsADay }
}

interface Making extends Times {
  readonly plan: MarketPlan
  readonly random: Random
}

function instrumentBars(id: string, moves: Moves, making: Making): InstrumentBars {
  const { plan, random, timeMs, opensDay, barsADay } = making
  const normal = createNormal(random)
  const [from, to] = spanOf(plan, random, timeMs.length)
  const usualVolume = (200_000 * Math.exp(2 * random())) / barsADay
  const first = plan.startPrice ?? 20 + 180 * random()
  const price = (logarithm: number): number => toTick(Math.exp(logarithm), plan.tickSize)
  const bars = timeMs.length
  const open = new Float64Array(bars)
  const high = new Float64Array(bars)
  const low = new Float64Array(bars)
  const close = new Float64Array(bars)
  const volume = new Float64Array(bars)
  let last = Math.log(first)
  for (let n = 0; n < bars; n++) {
    const sigma = moves.sigma[n]!
    const move = moves.drift[n]! + sigma * moves.shock[n]!
    const before = opensDay[n] === 1 ? AFTER_CLOSE : BETWEEN
    const start = last + moves.jump[n]!
    const opening = start + before * move + sigma * Math.sqrt(before * (1 - before)) * normal()
    const closing = start + move
    const variance = (1 - before) * sigma * sigma
    const reach = (): number => Math.sqrt((closing - opening) ** 2 - 2 * variance * Math.log(1 - random()))
    open[n] = price(opening)
    close[n] = price(closing)
    high[n] = Math.max(open[n]!, close[n]!, price((opening + closing + reach()) / 2))
    low[n] = Math.min(open[n]!, close[n]!, price((opening + closing - reach()) / 2))
    const busy = 0.6 + 0.5 * Math.abs(moves.shock[n]!)
    volume[n] = Math.max(1, Math.round(usualVolume * busy * Math.exp(0.3 * normal())))
    last = closing
  }
  const part = (column: Float64Array): Float64Array => column.slice(from, to)
  return {
    instrument: defaultInstrument(id),
    timeMs: part(timeMs),
    open: part(open),
    high: part(high),
    low: part(low),
    close: part(close),
    volume: part(volume),
  }
}

/** Rows of an instrument: from (inclusive) and to (exclusive). Draws four numbers, whatever the shares are. */
function spanOf({ ragged }: MarketPlan, random: Random, bars: number): [number, number] {
  const [isLate, late, isEarly, early] = [random(), random(), random(), random()]
  const half = Math.floor(bars / 2)
  return [
    isLate < ragged.lateShare ? Math.floor(late * half) : 0,
    isEarly < ragged.earlyShare ? bars - Math.floor(early * half) : bars,
  ]
}

/** To the tick, at least one; to 8 decimals, so that a multiple of 0.01 is the number that its text gives. */
function toTick(price: number, tickSize: number): number {
  return Math.round(Math.max(1, Math.round(price / tickSize)) * tickSize * 1e8) / 1e8
}
