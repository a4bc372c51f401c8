/** Averages made of averages: double, triple, triangular, Tillson's T3, Kaufman's adaptive. A NaN is handed on and not taken. */
import { type DelayLine, delayLine, pushDelay } from './delay.ts'
import { type EmaState, emaState, pushEma } from './exponential.ts'
import { pushSum, type WindowFold, windowSum } from './window.ts'

export interface EmaChain {
  readonly first: EmaState
  readonly second: EmaState
  readonly third: EmaState
}

export function emaChain(period: number): EmaChain {
  return { first: emaState(period), second: emaState(period), third: emaState(period) }
}

/** 2 e1 - e2 (P. Mulloy 1994). */
export function pushDema(chain: EmaChain, value: number): number {
  const first = pushEma(chain.first, value)
  return 2 * first - pushEma(chain.second, first)
}

/** 3 e1 - 3 e2 + e3 (P. Mulloy 1994). */
export function pushTema(chain: EmaChain, value: number): number {
  const first = pushEma(chain.first, value)
  const second = pushEma(chain.second, first)
  return 3 * first - 3 * second + pushEma(chain.third, second)
}

/** The exponential average of an exponential average of an exponential average. */
export function pushTripleEma(chain: EmaChain, value: number): number {
  return pushEma(chain.third, pushEma(chain.second, pushEma(chain.first, value)))
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

export interface T3State {
  readonly lower: EmaChain
  readonly upper: EmaChain
  readonly c1: number
  readonly c2: number
  readonly c3: number
  readonly c4: number
}

/** Tillson 1998, weights of e6 to e3 by the volume factor v. */
export function t3State(period: number, v: number): T3State {
  return {
    lower: emaChain(period),
    upper: emaChain(period),
    c1: -(v * v * v),
    c2: 3 * (v * v + v * v * v),
    c3: -6 * v * v - 3 * (v + v * v * v),
    c4: 1 + 3 * v + v * v * v + 3 * v * v,
  }
}

export function pushT3({ lower, upper, c1, c2, c3, c4 }: T3State, value: number): number {
  const e3 = pushTripleEma(lower, value)
  const e4 = pushEma(upper.first, e3)
  const e5 = pushEma(upper.second, e4)
  return c1 * pushEma(upper.third, e5) + c2 * e5 + c3 * e4 + c4 * e3
}

export interface KamaState {
  readonly before: DelayLine
  readonly path: WindowFold
  previous: number
  value: number
}

export function kamaState(period: number): KamaState {
  return { before: delayLine(period), path: windowSum(period), previous: Number.NaN, value: Number.NaN }
}

export const SLOWEST = 2 / (30 + 1)
export const FASTEST = 2 / (2 + 1)

/** Kaufman 1995: the weight follows the efficiency, net movement over the length of the path. */
export function pushKama(state: KamaState, value: number): number {
  if (Number.isNaN(value)) return value
  const previous = state.previous
  state.previous = value
  const net = Math.abs(value - pushDelay(state.before, value))
  const path = pushSum(state.path, Math.abs(value - previous))
  if (Number.isNaN(path)) return path
  const efficiency = path <= net ? 1 : net / path
  const root = efficiency * (FASTEST - SLOWEST) + SLOWEST
  if (Number.isNaN(state.value)) state.value = previous
  state.value += (value - state.value) * (root * root)
  return state.value
}
