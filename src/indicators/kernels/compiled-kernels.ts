/**
 * What wasm/index.ts exports. Addresses are bytes in the memory of compiled.ts; `x` is an input column, `y` an output column,
 * `state` what `...Init` filled with as many bytes as `...Bytes` says.
 */
export interface CompiledKernels {
  /** 0 where every one of the rows is finite, else NaN. */
  finite(x: number, rows: number): number
  wideSumBytes(period: number, lanes: number): number
  wideSumInit(state: number, period: number, lanes: number): void
  /** 0 where every sum is finite, else NaN. */
  wideSum(state: number, x: number, y: number, rows: number, divisor: number): number
  candleSums(a: number, b: number, twos: number, fours: number, rows: number): void
  candleFacts(
    open: number,
    high: number,
    low: number,
    close: number,
    bodiesOfTwo: number,
    bodiesOfFour: number,
    rangesOfTwo: number,
    rangesOfFour: number,
    facts: number,
    rows: number,
  ): void
  candlesLike(facts: number, rows: number, words: number, found: number): number
  doji(open: number, high: number, low: number, close: number, y: number, rows: number): void
  engulfing(open: number, close: number, y: number, rows: number): void
  hilbert(
    state: number,
    x: number,
    inPhases: number,
    quadratures: number,
    periods: number,
    rows: number,
    detrended: number,
    quadrants: number,
    room: number,
  ): void
  max: OfWindow
  min: OfWindow
  midpoint(high: number, low: number, y: number, rows: number, period: number, room: number): void
  position: OfRange
  belowHighest: OfRange
  /** `state` holds 13 doubles; `room` is for 256. */
  parabolic(
    state: number,
    high: number,
    low: number,
    y: number,
    rows: number,
    isSigned: number,
    room: number,
  ): void
  sumBytes(period: number): number
  sumInit(state: number, period: number): void
  sum(state: number, x: number, y: number, rows: number, divisor: number): void
  maxAge: OfWindow
  minAge: OfWindow
  aroon(high: number, low: number, up: number, down: number, rows: number, period: number, room: number): void
  aroonDifference(high: number, low: number, y: number, rows: number, period: number, room: number): void
}

/** `room` is for `rows + period` values, twice as many where ages are asked for. */
type OfWindow = (x: number, y: number, rows: number, period: number, room: number) => void

/** `room` is for twice `rows + period` values. */
type OfRange = (
  high: number,
  low: number,
  x: number,
  y: number,
  rows: number,
  period: number,
  room: number,
) => void
