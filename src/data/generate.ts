/**
 * Made-up daily bars for demonstrations and tests: one market factor and one idiosyncratic move an instrument, in two
 * regimes (calm, turbulent) that a Markov chain switches, with rare jumps. Seeded; prices are rounded to cents, so that
 * the last bit of a machine's exp and log never shows.
 *
 *   r_i(t) = drift_i + s(t) * (beta_i * m(t) + v_i * e_i(t)) + jump_i(t)
 *   m, e   standard normal (m scaled by MARKET_DAILY), s(t) the regime's factor
 */
import {
  createNormal,
  createRandom,
  defaultInstrument,
  type InstrumentBars,
  UsageError,
} from '../model/index.ts'

const DAY_MS = 86_400_000
const MARKET_DAILY = 0.008
const CALM = 0.8
const TURBULENT = 2.2
const TO_TURBULENT = 0.01
const TO_CALM = 0.05
const JUMP_CHANCE = 0.002
const JUMP_SIGMA = 0.06

export interface GenerateRequest {
  readonly seed: number
  /** How many instruments, named GEN_001 and on. */
  readonly instruments: number
  /** How many bars each has, one a weekday. */
  readonly days: number
  /** ISO date of the first possible bar. */
  readonly start: string
}

/** Bars of made-up stocks, ascending by id and time. Throws `UsageError` BAD_GENERATOR. */
export function generateBars({ seed, instruments, days, start }: GenerateRequest): InstrumentBars[] {
  const isCount = (value: number): boolean => Number.isInteger(value) && value > 0 && value <= 100_000
  const startMs = /^\d{4}-\d{2}-\d{2}$/.test(start) ? Date.parse(start) : Number.NaN
  if (!isCount(instruments) || !isCount(days) || Number.isNaN(startMs) || !Number.isInteger(seed)) {
    throw new UsageError(
      'BAD_GENERATOR',
      `Generated bars need a whole seed, 1 to 100000 instruments and days, and a start like 2018-01-01, but got seed ${seed}, ${instruments} instruments, ${days} days, start '${start}'.`,
      { instruments, days, start },
    )
  }
  const timeMs = weekdays(startMs, days)
  const market = marketMoves(seed, days)
  const width = Math.max(3, String(instruments).length)
  return Array.from({ length: instruments }, (_, index) =>
    instrumentBars(`GEN_${String(index + 1).padStart(width, '0')}`, { seed, index, timeMs, market }),
  )
}

function weekdays(startMs: number, days: number): Float64Array {
  const timeMs = new Float64Array(days)
  let at = startMs
  for (let n = 0; n < days; at += DAY_MS) {
    const weekday = new Date(at).getUTCDay()
    if (weekday !== 0 && weekday !== 6) timeMs[n++] = at
  }
  return timeMs
}

interface Market {
  readonly move: Float64Array
  /** The regime's factor on every move of the day. */
  readonly scale: Float64Array
}

function marketMoves(seed: number, days: number): Market {
  const random = createRandom(seed, 0)
  const normal = createNormal(random)
  const move = new Float64Array(days)
  const scale = new Float64Array(days)
  let isTurbulent = false
  for (let day = 0; day < days; day++) {
    isTurbulent = isTurbulent ? random() >= TO_CALM : random() < TO_TURBULENT
    scale[day] = isTurbulent ? TURBULENT : CALM
    move[day] = MARKET_DAILY * normal()
  }
  return { move, scale }
}

interface Making {
  readonly seed: number
  readonly index: number
  readonly timeMs: Float64Array
  readonly market: Market
}

function instrumentBars(id: string, { seed, index, timeMs, market }: Making): InstrumentBars {
  const random = createRandom(seed, index + 1)
  const normal = createNormal(random)
  const drift = 0.0001 + 0.0002 * random()
  const beta = 0.6 + 0.8 * random()
  const own = 0.008 + 0.008 * random()
  const usualVolume = 200_000 * Math.exp(2 * random())
  const days = timeMs.length
  const open = new Float64Array(days)
  const high = new Float64Array(days)
  const low = new Float64Array(days)
  const close = new Float64Array(days)
  const volume = new Float64Array(days)
  let last = cents(20 + 180 * random())
  for (let day = 0; day < days; day++) {
    const scale = market.scale[day]!
    const jump = random() < JUMP_CHANCE ? JUMP_SIGMA * normal() : 0
    const overnight = scale * own * 0.35 * normal()
    const move = drift + scale * (beta * market.move[day]! + own * normal()) + jump
    open[day] = cents(last * Math.exp(overnight))
    close[day] = cents(last * Math.exp(move))
    const reach = scale * own * 0.5
    high[day] = cents(Math.max(open[day]!, close[day]!) * Math.exp(reach * Math.abs(normal())))
    low[day] = cents(Math.min(open[day]!, close[day]!) * Math.exp(-reach * Math.abs(normal())))
    volume[day] = Math.round(usualVolume * scale * Math.exp(0.3 * normal()))
    last = close[day]!
  }
  return { instrument: defaultInstrument(id), timeMs: timeMs.slice(), open, high, low, close, volume }
}

/** To the cent, and never below one. */
function cents(price: number): number {
  return Math.max(1, Math.round(price * 100)) / 100
}
