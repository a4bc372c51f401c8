/**
 * The moves of a made-up market: what the logarithm of each price does from bar to bar. Notation: dt years a bar, mu drift, s
 * volatility a year, Z standard normal, lambda jumps a year.
 *
 *   gbm      x' = x + (mu - s^2/2 - lambda k) dt + s sqrt(dt) Z + Y_1 + ... + Y_N,  N Poisson(lambda dt), Y normal(m, d^2),
 *            k = exp(m + d^2/2) - 1: so the expected price grows by mu (Merton, "Option pricing when underlying stock returns
 *            are discontinuous", JFE 3, 1976, eq. 2 and 3)
 *   regimes  the same without jumps, mu and s those of the state; a state is left within a bar with probability
 *            1 - exp(-dt / years) (Hamilton, "A new approach to the economic analysis of nonstationary time series",
 *            Econometrica 57, 1989, section 2); the first state is drawn from the stationary law
 *   noise    gbm with mu = 0 and no jumps: the price is a martingale
 *
 * Correlated Z: sqrt(rho) M + sqrt(1 - rho) e_i with a market factor M, or L e with L L' = the matrix (Cholesky).
 */
import { createNormal, createRandom, type Random } from '../model/index.ts'
import { badGenerator, type Jumps, type MarketModel, type MarketPlan } from './generate-request.ts'

/** The streams of one seed. An instrument's own come after those of the market, two each. */
const FACTOR_STREAM = 0
const REGIME_STREAM = 1
const INSTRUMENT_STREAMS = 16

/** The generator of an instrument's moves (0) or of all else about it (1). */
export function instrumentRandom({ seed }: Pick<MarketPlan, 'seed'>, index: number, use: 0 | 1): Random {
  return createRandom(seed, INSTRUMENT_STREAMS + 2 * index + use)
}

/** What happens to one instrument, a value a bar. */
export interface Moves {
  /** The diffusion's part of the move that is certain: of drift, in logarithms. */
  readonly drift: Float64Array
  /** The standard deviation of the diffusion's part. */
  readonly sigma: Float64Array
  /** The diffusion's shock, standard normal, correlated between instruments. */
  readonly shock: Float64Array
  /** The jumps, in logarithms; they come before the bar opens. */
  readonly jump: Float64Array
}

/** The moves of all instruments. Memory: four columns an instrument of which those without jumps share one. */
export function marketMoves(plan: MarketPlan, bars: number, yearsPerBar: number): Moves[] {
  const { drift, sigma } = diffusion(plan, bars, yearsPerBar)
  const none = new Float64Array(bars)
  const { model } = plan
  const jumps = model.kind === 'gbm' ? model.jumps : undefined
  const randoms = Array.from({ length: plan.instruments }, (_, index) => instrumentRandom(plan, index, 0))
  const own = randoms.map((random) => normals(random, bars))
  return correlated(plan, own).map((shock, index) => ({
    drift,
    sigma,
    shock,
    jump: jumps === undefined ? none : jumpColumn(jumps, randoms[index]!, { bars, yearsPerBar }),
  }))
}

function diffusion(
  { seed, model }: MarketPlan,
  bars: number,
  yearsPerBar: number,
): Pick<Moves, 'drift' | 'sigma'> {
  const states = statesOf(model, seed, { bars, yearsPerBar })
  const laws = lawsOf(model)
  return {
    drift: Float64Array.from(states, (state) => laws[state]!.drift * yearsPerBar),
    sigma: Float64Array.from(states, (state) => laws[state]!.volatility * Math.sqrt(yearsPerBar)),
  }
}

/** Drift of the logarithm and volatility, a year, by state. */
function lawsOf(model: MarketModel): { readonly drift: number; readonly volatility: number }[] {
  switch (model.kind) {
    case 'gbm': {
      const { drift, volatility, jumps } = model
      const compensation =
        jumps === undefined ? 0 : jumps.perYear * (Math.exp(jumps.mean + jumps.sigma ** 2 / 2) - 1)
      return [{ drift: drift - volatility ** 2 / 2 - compensation, volatility }]
    }
    case 'regimes':
      return model.regimes.map(({ drift, volatility }) => ({
        drift: drift - volatility ** 2 / 2,
        volatility,
      }))
    case 'noise':
      return [{ drift: -(model.volatility ** 2) / 2, volatility: model.volatility }]
    default:
      return model satisfies never
  }
}

interface Span {
  readonly bars: number
  readonly yearsPerBar: number
}

function statesOf(model: MarketModel, seed: number, { bars, yearsPerBar }: Span): Uint8Array {
  const states = new Uint8Array(bars)
  if (model.kind !== 'regimes') return states
  const { regimes } = model
  const random = createRandom(seed, REGIME_STREAM)
  const leave = regimes.map(({ years }) => 1 - Math.exp(-yearsPerBar / years))
  // Every state is entered as often as every other, so the share of time is that of how long each is stayed in.
  const total = leave.reduce((sum, chance) => sum + 1 / chance, 0)
  let place = random() * total
  let state = leave.findIndex((chance) => {
    place -= 1 / chance
    return place < 0
  })
  if (state < 0) state = regimes.length - 1
  for (let n = 0; n < bars; n++) {
    states[n] = state
    if (random() >= leave[state]!) continue
    const next = Math.floor(random() * (regimes.length - 1))
    state = next < state ? next : next + 1
  }
  return states
}

function normals(random: Random, count: number): Float64Array {
  const normal = createNormal(random)
  const values = new Float64Array(count)
  for (let n = 0; n < count; n++) values[n] = normal()
  return values
}

/** Mixes independent shocks, in place where it can. */
function correlated({ seed, correlation }: MarketPlan, own: Float64Array[]): Float64Array[] {
  const bars = own[0]!.length
  if (typeof correlation !== 'number') return mixed(cholesky(correlation), own)
  if (correlation === 0) return own
  const factor = normals(createRandom(seed, FACTOR_STREAM), bars)
  const common = Math.sqrt(correlation)
  const rest = Math.sqrt(1 - correlation)
  return own.map((shock) => shock.map((value, n) => common * factor[n]! + rest * value))
}

function mixed(lower: readonly Float64Array[], own: readonly Float64Array[]): Float64Array[] {
  return lower.map((weights, i) => {
    const shock = new Float64Array(own[0]!.length)
    for (let j = 0; j <= i; j++) {
      const weight = weights[j]!
      const source = own[j]!
      for (let n = 0; n < shock.length; n++) shock[n]! += weight * source[n]!
    }
    return shock
  })
}

/** The lower triangle L with L L' = the matrix, row by row. Throws `UsageError` BAD_GENERATOR where it is not positive definite. */
export function cholesky(matrix: readonly (readonly number[])[]): Float64Array[] {
  const lower: Float64Array[] = []
  matrix.forEach((row, i) => {
    const weights = new Float64Array(i + 1)
    for (let j = 0; j <= i; j++) {
      let rest = row[j]!
      const other = j === i ? weights : lower[j]!
      for (let k = 0; k < j; k++) rest -= weights[k]! * other[k]!
      if (j < i) weights[j] = rest / other[j]!
      else if (rest > 1e-12) weights[j] = Math.sqrt(rest)
      else {
        throw badGenerator(
          `a positive definite correlation matrix, but row ${i + 1} follows from the rows before it or contradicts them`,
        )
      }
    }
    lower.push(weights)
  })
  return lower
}

function jumpColumn(
  { perYear, mean, sigma }: Jumps,
  random: Random,
  { bars, yearsPerBar }: Span,
): Float64Array {
  const normal = createNormal(random)
  const expected = perYear * yearsPerBar
  const column = new Float64Array(bars)
  for (let n = 0; n < bars; n++) {
    for (let count = poisson(expected, random); count > 0; count--) column[n]! += mean + sigma * normal()
  }
  return column
}

/** A Poisson number by multiplication of uniforms (Knuth, TAOCP 2, section 3.4.1, algorithm Q); for small means. */
function poisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}
