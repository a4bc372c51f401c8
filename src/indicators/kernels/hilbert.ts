/**
 * The Hilbert transform discriminator that measures the dominant cycle (J. F. Ehlers, Rocket Science for Traders, 2001,
 * chapters 6 and 7), with the constants and the start of TA-Lib: prices are smoothed by a 4-bar weighted average, and the
 * filters start from zero `settle` bars into the history.
 *
 * What a bar must wait for is the period of the bar before, by which the filters are widened. So all that does not depend on it
 * is added up apart, differences first (a price that stands still has components of exactly 0), and wasm/hilbert.ts does the
 * same over columns.
 */
import { arcTail } from './arc-tangent.ts'

/** Taps of the transform, at 0, 2, 4 and 6 bars back. */
const A = 0.0962
const B = 0.5769
const TURN = 2 * Math.PI
/** Places of a ring. */
const MASK = 15

export interface HilbertState {
  /** Bars before the filters start. */
  readonly settle: number
  count: number
  /** Rings of the last sixteen values. */
  readonly prices: Float64Array
  readonly smoothed: Float64Array
  readonly detrended: Float64Array
  readonly quadratures: Float64Array
  inPhase: number
  quadrature: number
  i2: number
  q2: number
  re: number
  im: number
  period: number
  smoothPeriod: number
  /** By which the filters are widened. */
  width: number
}

export function hilbertState(settle: number): HilbertState {
  return {
    settle,
    count: 0,
    prices: new Float64Array(MASK + 1),
    smoothed: new Float64Array(MASK + 1),
    detrended: new Float64Array(MASK + 1),
    quadratures: new Float64Array(MASK + 1),
    inPhase: 0,
    quadrature: 0,
    i2: 0,
    q2: 0,
    re: 0,
    im: 0,
    period: 0,
    smoothPeriod: 0,
    width: 0.54,
  }
}

/** Takes a price; true once the filters run. Sets inPhase, quadrature, period and smoothPeriod, in bars. */
export function pushHilbert(state: HilbertState, price: number): boolean {
  const { prices, smoothed, detrended: d, quadratures: q, width, i2, q2, period } = state
  const t = state.count++
  const place = t & MASK
  prices[place] = price
  if (t < state.settle) return false
  smoothed[place] = 0.1 * (4 * price + 3 * ago(prices, t, 1) + 2 * ago(prices, t, 2) + ago(prices, t, 3))
  const filtered = tap(smoothed, t)
  // In phase is the detrended price of three bars ago.
  const inPhase = ago(d, t, 3)
  const inPhaseFiltered = tap(d, t - 3)
  const wideQuadrature = A * filtered * width + rest(d, t)
  const quadrature = wideQuadrature * width
  d[place] = filtered * width
  const wideQ = wideQuadrature * (A * width) + rest(q, t)
  q[place] = quadrature
  state.q2 = (wideQuadrature + inPhaseFiltered) * (0.2 * width) + 0.8 * q2
  state.i2 = 0.2 * inPhase + 0.8 * i2 - wideQ * (0.2 * width)
  state.re = state.i2 * (0.2 * i2) + (state.q2 * (0.2 * q2) + 0.8 * state.re)
  state.im = state.i2 * (0.2 * q2) + (0.8 * state.im - state.q2 * (0.2 * i2))
  state.inPhase = inPhase
  state.quadrature = quadrature
  const next = limitedPeriod(measuredPeriod(state.im, state.re, period), period)
  state.width = 0.015 * next + (0.06 * period + 0.54)
  state.period = 0.2 * next + 0.8 * period
  state.smoothPeriod = 0.33 * state.period + 0.67 * state.smoothPeriod
  return true
}

/** The smoothed price of the newest bar. */
export function smoothedPrice({ smoothed, count }: HilbertState): number {
  return smoothed[(count - 1) & MASK]!
}

/** The value of so many bars before bar t. */
export function ago(ring: Float64Array, t: number, bars: number): number {
  return ring[(t - bars) & MASK]!
}

/** The transform at bar t, before it is widened. */
function tap(ring: Float64Array, t: number): number {
  return A * (ago(ring, t, 0) - ago(ring, t, 6)) + B * (ago(ring, t, 2) - ago(ring, t, 4))
}

/** The same without its newest term. */
function rest(ring: Float64Array, t: number): number {
  return B * (ago(ring, t, 2) - ago(ring, t, 4)) - A * ago(ring, t, 6)
}

/** Limited to a change by half or a third a bar and to 6 to 50 bars. */
function limitedPeriod(next: number, period: number): number {
  const high = inBounds(1.5 * period)
  const low = inBounds(0.67 * period)
  if (next > high) return high
  return next < low ? low : next
}

function inBounds(period: number): number {
  if (period < 6) return 6
  return period > 50 ? 50 : period
}

/** The middle of the angles that matter, whose tangent is 43 / 64. */
const MIDDLE = 0.5915997103351114
const TANGENT = 43 / 64

/**
 * 2 pi / atan(im / re); 0 where that is surely shorter than the limits allow or negative, infinity where it is surely longer,
 * and `before` where there is no angle. The angle is MIDDLE + atan(r), |r| < 0.5107, by a polynomial with an error of
 * 1e-16: nothing but additions, products and two divisions, the same bits wherever it runs.
 */
function measuredPeriod(im: number, re: number, before: number): number {
  if (im === 0 || re === 0) return before
  const y = re < 0 ? -im : im
  const x = Math.abs(re)
  if (y >= 1.8 * x || y <= 0) return 0
  if (y <= 0.12 * x) return Number.POSITIVE_INFINITY
  const r = (y - TANGENT * x) / (x + TANGENT * y)
  const z = r * r
  return TURN / (MIDDLE + r + r * z * arcTail(z))
}
