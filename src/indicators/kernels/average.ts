/** The averages that indicators offer by name, where TA-Lib has its MAType. A NaN is handed on and not taken. */
import type { ChoiceParam } from '../definition.ts'
import { type KamaState, kamaState, pushKama } from './adaptive.ts'
import { demaState, pushTrima, type TrimaState, t3State, temaState, trimaState } from './chains.ts'
import { type EmaChain, pushChain } from './ema-chain.ts'
import { type EmaState, emaState, pushEma } from './exponential.ts'
import { pushTrend, trendWeightedMean, type WindowTrend, windowTrend } from './trend.ts'
import { wilderState } from './wilder.ts'
import { pushSum, type WindowFold, windowSum } from './window.ts'

export const AVERAGES = ['sma', 'ema', 'wma', 'dema', 'tema', 'trima', 'kama', 't3', 'rma'] as const
export type AverageKind = (typeof AVERAGES)[number]

/** A parameter that names an average. */
export function average(byDefault: AverageKind): ChoiceParam & { readonly options: typeof AVERAGES } {
  return { default: byDefault, options: AVERAGES }
}

export type AverageState = { value: number } & (
  | { readonly kind: 'sma'; readonly of: WindowFold }
  | { readonly kind: 'ema' | 'rma'; readonly of: EmaState }
  | { readonly kind: 'wma'; readonly of: WindowTrend }
  | { readonly kind: 'dema' | 'tema' | 't3'; readonly of: EmaChain }
  | { readonly kind: 'trima'; readonly of: TrimaState }
  | { readonly kind: 'kama'; readonly of: KamaState }
)

export function averageState(kind: AverageKind, period: number): AverageState {
  const value = Number.NaN
  switch (kind) {
    case 'sma':
      return { kind, value, of: windowSum(period) }
    case 'ema':
      return { kind, value, of: emaState(period) }
    case 'wma':
      return { kind, value, of: windowTrend(period) }
    case 'dema':
      return { kind, value, of: demaState(period) }
    case 'tema':
      return { kind, value, of: temaState(period) }
    case 'trima':
      return { kind, value, of: trimaState(period) }
    case 'kama':
      return { kind, value, of: kamaState(period) }
    case 't3':
      return { kind, value, of: t3State(period, 0.7) }
    case 'rma':
      return { kind, value, of: wilderState(period) }
  }
}

/** Takes a value; the average, or NaN before there is one. */
export function pushAverage(state: AverageState, value: number): number {
  // Numbers that a call takes or gives are boxed; this one is short enough to be compiled into its callers, and the other takes none.
  state.value = value
  advance(state)
  return state.value
}

/** Puts the average in the place of the value. */
function advance(state: AverageState): void {
  const { value } = state
  switch (state.kind) {
    case 'sma':
      state.value = pushSum(state.of, value) / state.of.period
      return
    case 'ema':
    case 'rma':
      state.value = pushEma(state.of, value)
      return
    case 'wma':
      state.value = pushTrend(state.of, value) ? trendWeightedMean(state.of) : Number.NaN
      return
    case 'dema':
    case 'tema':
    case 't3':
      state.value = pushChain(state.of, value)
      return
    case 'trima':
      state.value = pushTrima(state.of, value)
      return
    case 'kama':
      state.value = pushKama(state.of, value)
  }
}

/** Index of the average's first value. */
export function averageLookback(kind: AverageKind, period: number): number {
  switch (kind) {
    case 'sma':
    case 'ema':
    case 'wma':
    case 'trima':
    case 'rma':
      return period - 1
    case 'dema':
      return 2 * (period - 1)
    case 'tema':
      return 3 * (period - 1)
    case 'kama':
      return period
    case 't3':
      return 6 * (period - 1)
  }
}
