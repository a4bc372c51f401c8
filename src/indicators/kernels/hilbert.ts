/**
 * The Hilbert transform discriminator that measures the dominant cycle (J. F. Ehlers, Rocket Science for Traders, 2001,
 * chapters 6 and 7), with the constants and the start of TA-Lib: prices are smoothed by a 4-bar weighted average, and the
 * filters start from zero `settle` bars into the history.
 */

/** Taps of the transform, at 0, 2, 4 and 6 bars back. */
const A = 0.0962
const B = 0.5769
const DEGREES = 180 / Math.PI

export interface HilbertState {
  /** Bars before the filters start. */
  readonly settle: number
  count: number
  /** The last four prices, newest first. */
  readonly price: Float64Array
  /** The last seven inputs of each of the four filters, newest first. */
  readonly smoothed: Float64Array
  readonly detrender: Float64Array
  readonly q1: Float64Array
  readonly i1: Float64Array
  inPhase: number
  quadrature: number
  i2: number
  q2: number
  re: number
  im: number
  period: number
  smoothPeriod: number
}

export function hilbertState(settle: number): HilbertState {
  return {
    settle,
    count: 0,
    price: new Float64Array(4),
    smoothed: new Float64Array(7),
    detrender: new Float64Array(7),
    q1: new Float64Array(7),
    i1: new Float64Array(7),
    inPhase: 0,
    quadrature: 0,
    i2: 0,
    q2: 0,
    re: 0,
    im: 0,
    period: 0,
    smoothPeriod: 0,
  }
}

/** Takes a price; true once the filters run. Sets inPhase, quadrature, period and smoothPeriod, in bars. */
export function pushHilbert(state: HilbertState, price: number): boolean {
  shift(state.price, price)
  if (state.count++ < state.settle) return false
  const [p0, p1, p2, p3] = state.price as unknown as readonly [number, number, number, number]
  const adjust = 0.075 * state.period + 0.54
  const detrender = transform(state.smoothed, 0.1 * (4 * p0 + 3 * p1 + 2 * p2 + p3), adjust)
  // In phase is the detrended price of three bars ago, which the detrender's own delay line still holds.
  const inPhase = state.detrender[2]!
  const quadrature = transform(state.detrender, detrender, adjust)
  const jI = transform(state.i1, inPhase, adjust)
  const jQ = transform(state.q1, quadrature, adjust)
  const q2 = 0.2 * (quadrature + jI) + 0.8 * state.q2
  const i2 = 0.2 * (inPhase - jQ) + 0.8 * state.i2
  state.re = 0.2 * (i2 * state.i2 + q2 * state.q2) + 0.8 * state.re
  state.im = 0.2 * (i2 * state.q2 - q2 * state.i2) + 0.8 * state.im
  state.i2 = i2
  state.q2 = q2
  state.inPhase = inPhase
  state.quadrature = quadrature
  state.period = nextPeriod(state)
  state.smoothPeriod = 0.33 * state.period + 0.67 * state.smoothPeriod
  return true
}

/** The smoothed price of the newest bar. */
export function smoothedPrice({ smoothed }: HilbertState): number {
  return smoothed[0]!
}

/** Limited to a change by half or a third a bar and to 6 to 50 bars, then smoothed. */
function nextPeriod({ im, re, period }: HilbertState): number {
  let next = im !== 0 && re !== 0 ? 360 / (Math.atan(im / re) * DEGREES) : period
  if (next > 1.5 * period) next = 1.5 * period
  if (next < 0.67 * period) next = 0.67 * period
  if (next < 6) next = 6
  else if (next > 50) next = 50
  return 0.2 * next + 0.8 * period
}

function transform(line: Float64Array, value: number, adjust: number): number {
  shift(line, value)
  return (A * value + B * line[2]! - B * line[4]! - A * line[6]!) * adjust
}

/** Moves the values of a delay line of four or seven by one. */
function shift(line: Float64Array, value: number): void {
  if (line.length === 7) {
    line[6] = line[5]!
    line[5] = line[4]!
    line[4] = line[3]!
  }
  line[3] = line[2]!
  line[2] = line[1]!
  line[1] = line[0]!
  line[0] = value
}
