/**
 * The bars of the peer benchmark (blechturm/ledgr, dev/bench/peer_benchmark): a market factor and 500 instruments with
 * drifts and volatilities of their own, business days from 2018-01-01. The same numbers as its R script gives, written
 * as CSV with 15 significant digits; what programs are measured on is what that text says.
 */
import { exp } from './c-math.ts'
import { createRNormal } from './r-random.ts'

export interface PeerShape {
  readonly instruments: number
  readonly days: number
  readonly seed: number
}

/** The size and seed that golden results are known for. */
export const PEER_SHAPE: PeerShape = { instruments: 500, days: 1260, seed: 20_260_530 }

/** One instrument, one value a day; prices as doubles of 15 significant digits, volume whole. */
export interface PeerSeries {
  readonly symbol: string
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

/** The instruments in the order in which they are drawn. */
export function* peerSeries({ instruments, days, seed }: PeerShape): Generator<PeerSeries, void, undefined> {
  const normal = createRNormal(seed)
  const draw = (mean: number, deviation: number): Float64Array => {
    const values = new Float64Array(days)
    for (let t = 0; t < days; t++) values[t] = mean + deviation * normal()
    return values
  }
  const market = draw(0.0002, 0.008)
  for (let i = 1; i <= instruments; i++) {
    const start = 50 + 5 * i
    const drift = 0.00012 + (i - (instruments + 1) / 2) * 0.000004
    const volatility = 0.01 + (i % 5) * 0.0015
    const own = draw(0, volatility)
    const close = new Float64Array(days)
    let growth = 0
    for (let t = 0; t < days; t++) {
      growth += drift + 0.45 * market[t]! + own[t]!
      close[t] = start * exp(growth)
    }
    const gap = draw(0, volatility * 0.25)
    const open = gap.map((value, t) => (t === 0 ? start : close[t - 1]!) * exp(value))
    const above = draw(0.0025, volatility * 0.35)
    const high = above.map((value, t) => Math.max(open[t]!, close[t]!) * (1 + Math.abs(value)))
    const below = draw(0.0025, volatility * 0.35)
    const low = below.map((value, t) => Math.max(Math.min(open[t]!, close[t]!) * (1 - Math.abs(value)), 0.01))
    const volume = draw(500_000 + i * 25_000, 80_000).map((value) => Math.max(1, roundHalfEven(value)))
    const symbol = `PEER_${String(i).padStart(2, '0')}`
    const [opens, highs, lows, closes] = [open, high, low, close].map(toFifteenDigits) as Prices
    yield { symbol, open: opens, high: highs, low: lows, close: closes, volume }
  }
}

type Prices = [Float64Array, Float64Array, Float64Array, Float64Array]

/** Business days from 2018-01-01 on, midnight UTC, epoch ms. */
export function peerDays(count: number): Float64Array {
  const days = new Float64Array(count)
  let dayMs = Date.UTC(2018, 0, 1)
  for (let n = 0; n < count; dayMs += 86_400_000) {
    const weekday = new Date(dayMs).getUTCDay()
    if (weekday !== 0 && weekday !== 6) days[n++] = dayMs
  }
  return days
}

export const PEER_HEADER = 'date,symbol,open,high,low,close,volume\n'

/** The CSV lines of one instrument. */
export function peerCsvOf(series: PeerSeries, dates: readonly string[]): string {
  const { symbol, open, high, low, close, volume } = series
  // A double that came of 15 digits has no shorter text than those digits, so the shortest text is that of C's %.15g.
  return dates
    .map((date, t) => `${date},${symbol},${open[t]!},${high[t]!},${low[t]!},${close[t]!},${volume[t]!}\n`)
    .join('')
}

/** Days as ISO dates. */
export function isoDates(days: Float64Array): string[] {
  return Array.from(days, (dayMs) => new Date(dayMs).toISOString().slice(0, 10))
}

function toFifteenDigits(values: Float64Array): Float64Array {
  return values.map((value) => Number(value.toPrecision(15)))
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}
