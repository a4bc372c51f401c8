/**
 * The discriminator of src/indicators/kernels/hilbert.ts once its delay lines are full: the same additions. All but the filters'
 * widths is known before a row's turn, so that a row waits for little more than a division, an arc tangent and another division.
 *
 *   state   0 i2, 8 q2, 16 re, 24 im, 32 period, 40 smooth period, 48 width, all f64
 */
import { arcTail } from './arc-tangent'
import { at, put } from './rows'

const A: f64 = 0.0962
const B: f64 = 0.5769
const TURN: f64 = 2 * Math.PI
const MIDDLE: f64 = 0.5915997103351114
const TANGENT: f64 = 43.0 / 64.0

/** Rows of `detrended` and `quadratures` before the first that the filters look back to. */
const HISTORY: usize = 9 * 8

/**
 * Rows of prices, nine before the first read too, into in-phase and quadrature components and smooth periods. The history of
 * `detrended` and `quadratures` lies before their addresses, that of the next call too when this one is done; `room` is for
 * `rows + 6` values.
 */
export function hilbert(
  state: usize,
  x: usize,
  inPhases: usize,
  quadratures: usize,
  periods: usize,
  rows: i32,
  detrended: usize,
  quadrants: usize,
  room: usize,
): void {
  smooth(x - 48, room, rows + 6)
  filter(room, rows)
  let i2 = load<f64>(state)
  let q2 = load<f64>(state, 8)
  let re = load<f64>(state, 16)
  let im = load<f64>(state, 24)
  let period = load<f64>(state, 32)
  let smoothPeriod = load<f64>(state, 40)
  let width = load<f64>(state, 48)
  let d = detrended
  let q = quadrants
  for (const end = at(room, rows); room < end; room += 8, d += 8, q += 8) {
    const filtered = load<f64>(room)
    const inPhase = load<f64>(d - 24)
    const inPhaseFiltered = A * (inPhase - load<f64>(d - 72)) + B * (load<f64>(d - 40) - load<f64>(d - 56))
    const detrendedRest = B * (load<f64>(d - 16) - load<f64>(d - 32)) - A * load<f64>(d - 48)
    const quadratureRest = B * (load<f64>(q - 16) - load<f64>(q - 32)) - A * load<f64>(q - 48)
    const fifth = 0.2 * width
    const wideQuadrature = A * filtered * width + detrendedRest
    const quadrature = wideQuadrature * width
    store<f64>(d, filtered * width)
    store<f64>(q, quadrature)
    const wideQ = wideQuadrature * (A * width) + quadratureRest
    const i2Before = 0.2 * i2
    const q2Before = 0.2 * q2
    q2 = (wideQuadrature + inPhaseFiltered) * fifth + 0.8 * q2
    i2 = 0.2 * inPhase + 0.8 * i2 - wideQ * fifth
    re = i2 * i2Before + (q2 * q2Before + 0.8 * re)
    im = i2 * q2Before + (0.8 * im - q2 * i2Before)
    const low = inBounds(0.67 * period)
    const high = inBounds(1.5 * period)
    let next = measured(im, re, period)
    if (next > high) next = high
    else if (next < low) next = low
    width = 0.015 * next + (0.06 * period + 0.54)
    period = 0.2 * next + 0.8 * period
    smoothPeriod = 0.33 * period + 0.67 * smoothPeriod
    store<f64>(inPhases, inPhase)
    store<f64>(quadratures, quadrature)
    store<f64>(periods, smoothPeriod)
    inPhases += 8
    quadratures += 8
    periods += 8
  }
  memory.copy(detrended - HISTORY, d - HISTORY, HISTORY)
  memory.copy(quadrants - HISTORY, q - HISTORY, HISTORY)
  store<f64>(state, i2)
  store<f64>(state, q2, 8)
  store<f64>(state, re, 16)
  store<f64>(state, im, 24)
  store<f64>(state, period, 32)
  store<f64>(state, smoothPeriod, 40)
  store<f64>(state, width, 48)
}

/** Weighted averages of four prices. */
function smooth(x: usize, y: usize, rows: i32): void {
  const end = at(y, rows)
  for (; y < end; x += 8, y += 8) {
    const prices = 4 * load<f64>(x) + 3 * load<f64>(x - 8) + 2 * load<f64>(x - 16) + load<f64>(x - 24)
    store<f64>(y, 0.1 * prices)
  }
}

/** The transform of smoothed prices, in place: of the row six rows on, so that none is overwritten that is still needed. */
function filter(y: usize, rows: i32): void {
  for (const end = at(y, rows); y < end; y += 8) {
    const inner = load<f64>(y, 32) - load<f64>(y, 16)
    store<f64>(y, A * (load<f64>(y, 48) - load<f64>(y)) + B * inner)
  }
}

function inBounds(period: f64): f64 {
  if (period < 6) return 6
  return period > 50 ? 50 : period
}

/** `measuredPeriod` of hilbert.ts. */
function measured(im: f64, re: f64, before: f64): f64 {
  if (im == 0 || re == 0) return before
  const y = re < 0 ? -im : im
  const x = Math.abs(re)
  if (y >= 1.8 * x || y <= 0) return 0
  if (y <= 0.12 * x) return Infinity
  const r = (y - TANGENT * x) / (x + TANGENT * y)
  const z = r * r
  return TURN / (MIDDLE + r + r * z * arcTail(z))
}

/** Means of the newest values of `x` over as many rows as the period says, rounded; as many before the first row are read. */
export function cycleMeans(x: usize, periods: usize, y: usize, rows: i32): void {
  for (let t = 0; t < rows; t++) {
    const bars = i32(Math.floor(load<f64>(at(periods, t)) + 0.5))
    store<f64>(at(y, t), meanOf(at(x, t), bars))
  }
}

/** `meanOf` of trendline.ts for the row at `x` and those before it. */
function meanOf(x: usize, bars: i32): f64 {
  let first = f64x2.splat(0)
  let second = f64x2.splat(0)
  // Older and newer of two rows: the odd places lie below the even ones.
  let p = x - 8
  for (const end = p - ((<usize>(bars & ~3)) << 3); p > end; p -= 32) {
    first = f64x2.add(first, v128.load(p))
    second = f64x2.add(second, v128.load(p - 16))
  }
  let sums = f64x2.add(first, second)
  if (bars & 2) {
    sums = f64x2.add(sums, v128.load(p))
    p -= 16
  }
  let even = f64x2.extract_lane(sums, 1)
  if (bars & 1) even += load<f64>(p, 8)
  return bars > 0 ? (even + f64x2.extract_lane(sums, 0)) / <f64>bars : 0
}

/** Means smoothed over four rows, three of them before the first. */
export function trendline(means: usize, y: usize, rows: i32): void {
  for (const end = at(y, rows); y < end; means += 16, y += 16) {
    const newest = f64x2.mul(f64x2.splat(4), v128.load(means))
    const two = f64x2.add(newest, f64x2.mul(f64x2.splat(3), v128.load(means - 8)))
    const three = f64x2.add(two, f64x2.mul(f64x2.splat(2), v128.load(means - 16)))
    put(y, f64x2.div(f64x2.add(three, v128.load(means - 24)), f64x2.splat(10)), end)
  }
}
