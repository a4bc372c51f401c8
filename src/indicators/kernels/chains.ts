/** Averages made of averages: double, triple, triangular, Tillson's T3, TRIX. A NaN is handed on and not taken. */
import { type EmaChain, emaChain, pushChain } from './ema-chain.ts'
import { pushSum, type WindowFold, windowSum } from './window.ts'

/** 2 e1 - e2 (P. Mulloy 1994). */
export function demaState(period: number): EmaChain {
  return emaChain(period, [2, -1])
}

/** 3 e1 - 3 e2 + e3 (P. Mulloy 1994). */
export function temaState(period: number): EmaChain {
  return emaChain(period, [3, -3, 1])
}

export interface TrixState {
  /** The exponential average of an exponential average of an exponential average. */
  readonly chain: EmaChain
  /** What of its last distance is the change of that average, times 100. */
  readonly part: number
  average: number
}

export function trixState(period: number): TrixState {
  const weight = 2 / (period + 1)
  return { chain: emaChain(period, [0, 0, 1]), part: -100 * weight * weight * weight, average: Number.NaN }
}

/** Takes a value; the average's change in percent of what it was, 0 where that was 0, or NaN before there are two averages. */
export function pushTrix(state: TrixState, value: number): number {
  const { chain, average: before, part } = state
  state.average = pushChain(chain, value)
  return before === 0 ? 0 : (part * chain.now[2]!) / before
}

/** Tillson 1998: e3 to e6 in shares by the volume factor v. */
export function t3State(period: number, v: number): EmaChain {
  const square = v * v
  const cube = square * v
  return emaChain(period, [
    0,
    0,
    1 + 3 * v + cube + 3 * square,
    -6 * square - 3 * (v + cube),
    3 * (square + cube),
    -cube,
  ])
}

export interface TrimaState {
  readonly inner: WindowFold
  readonly outer: WindowFold
}

/** The sum of a sum, divided once: windows whose simple averages, one of the other, span `period` bars. */
export function trimaState(period: number): TrimaState {
  const inner = Math.ceil(period / 2)
  return { inner: windowSum(inner), outer: windowSum(period - inner + 1) }
}

export function pushTrima({ inner, outer }: TrimaState, value: number): number {
  return pushSum(outer, pushSum(inner, value)) / (inner.period * outer.period)
}
