/**
 * Real bars made into others in which nothing is to be found, or nothing but what lies within blocks: what a rule earns on many
 * such sets is what it earns by chance. Each bar is taken as its logarithms over the close before it.
 *
 *   signs    each bar is mirrored or not, each as likely: sizes of moves and their clusters stay, directions tell nothing
 *   blocks   the stationary bootstrap (Politis and Romano, "The stationary bootstrap", JASA 89, 1994, section 2): runs of bars from
 *            random places, of geometric length with the given mean, going on at the start where the end is reached
 *
 * One choice holds for all instruments at a time, so that what moves together still does. Seeded; the first bar stays.
 */
import { createRandom, type InstrumentBars, type Random } from '../model/index.ts'
import { badGenerator } from './generate-request.ts'

export interface ShuffleRequest {
  readonly seed: number
  /** Bars at the same times, of each instrument two at least. */
  readonly bars: readonly InstrumentBars[]
  readonly method: { readonly kind: 'signs' } | { readonly kind: 'blocks'; readonly meanBars: number }
  /** Step of the prices made, which are at least one; 0.01 where it is left out. */
  readonly tickSize?: number
}

/** Bars at the times of those given. Throws `UsageError` BAD_GENERATOR. */
export function shuffleBars({ seed, bars, method, tickSize = 0.01 }: ShuffleRequest): InstrumentBars[] {
  const count = requireAlike(bars)
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw badGenerator(`a seed that is a whole number of at least 0, but it is ${seed}`)
  if (!(tickSize > 0)) throw badGenerator(`a tick size above 0, but it is ${tickSize}`)
  const random = createRandom(seed)
  const plan = method.kind === 'signs' ? mirrored(random, count) : resampled(random, count, method.meanBars)
  return bars.map((one) => rebuilt(one, plan, tickSize))
}

interface Plan {
  /** For each bar the one that it is made of; the first is itself. */
  readonly source: Uint32Array
  /** 1, or -1 where it is mirrored. */
  readonly sign: Int8Array
}

function requireAlike(bars: readonly InstrumentBars[]): number {
  const [first] = bars
  const isAlike = ({ timeMs }: InstrumentBars): boolean =>
    timeMs.length === first!.timeMs.length && timeMs.every((time, n) => time === first!.timeMs[n])
  if (first === undefined || first.timeMs.length < 2 || !bars.every(isAlike)) {
    throw badGenerator('instruments with two bars or more, all of them at the same times')
  }
  return first.timeMs.length
}

function mirrored(random: Random, count: number): Plan {
  const source = Uint32Array.from({ length: count }, (_, n) => n)
  const sign = new Int8Array(count).fill(1)
  for (let n = 1; n < count; n++) if (random() < 0.5) sign[n] = -1
  return { source, sign }
}

function resampled(random: Random, count: number, meanBars: number): Plan {
  if (!(meanBars >= 1 && Number.isFinite(meanBars)))
    throw badGenerator(`blocks of one bar or more on average, but it is ${meanBars}`)
  const source = new Uint32Array(count)
  // Bar 0 has no close before it, and so is none to draw.
  const moves = count - 1
  for (let n = 1; n < count; n++) {
    const isNew = n === 1 || random() < 1 / meanBars
    source[n] = isNew ? 1 + Math.floor(random() * moves) : 1 + (source[n - 1]! % moves)
  }
  return { source, sign: new Int8Array(count).fill(1) }
}

function rebuilt(bars: InstrumentBars, { source, sign }: Plan, tickSize: number): InstrumentBars {
  const count = source.length
  const made = {
    open: bars.open.slice(),
    high: bars.high.slice(),
    low: bars.low.slice(),
    close: bars.close.slice(),
    volume: bars.volume.slice(),
  }
  const price = (logarithm: number): number =>
    Math.round(Math.max(1, Math.round(Math.exp(logarithm) / tickSize)) * tickSize * 1e8) / 1e8
  let last = Math.log(bars.close[0]!)
  for (let n = 1; n < count; n++) {
    const from = source[n]!
    const before = bars.close[from - 1]!
    const at = (value: number): number => last + sign[n]! * Math.log(value / before)
    const [up, down] = sign[n] === 1 ? [bars.high, bars.low] : [bars.low, bars.high]
    made.open[n] = price(at(bars.open[from]!))
    made.high[n] = price(at(up[from]!))
    made.low[n] = price(at(down[from]!))
    const closing = at(bars.close[from]!)
    made.close[n] = price(closing)
    made.volume[n] = bars.volume[from]!
    last = closing
  }
  return { instrument: bars.instrument, timeMs: bars.timeMs.slice(), ...made }
}
