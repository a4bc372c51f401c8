/** The averages that indicators offer by name, where TA-Lib has its MAType. A NaN is handed on and not taken. */
import type { ChoiceParam } from '../definition.ts'
import {
  type EmaChain,
  emaChain,
  type KamaState,
  kamaState,
  pushDema,
  pushKama,
  pushT3,
  pushTema,
  pushTrima,
  type T3State,
  type TrimaState,
  t3State,
  trimaState,
} from './chains.ts'
import { type EmaState, emaState, pushEma } from './exponential.ts'
import { pushTrend, trendWeightedMean, type WindowTrend, windowTrend } from './trend.ts'
import { pushWilder, type WilderState, wilderState } from './wilder.ts'
import { pushSum, type WindowFold, windowSum } from './window.ts'

export const AVERAGES = ['sma', 'ema', 'wma', 'dema', 'tema', 'trima', 'kama', 't3', 'rma'] as const
export type AverageKind = (typeof AVERAGES)[number]

/** A parameter that names an average. */
export function average(byDefault: AverageKind): ChoiceParam & { readonly options: typeof AVERAGES } {
  return { default: byDefault, options: AVERAGES }
}

export type AverageState =
  | { readonly kind: 'sma'; readonly of: WindowFold }
  | { readonly kind: 'ema'; readonly of: EmaState }
  | { readonly kind: 'wma'; readonly of: WindowTrend }
  | { readonly kind: 'dema' | 'tema'; readonly of: EmaChain }
  | { readonly kind: 'trima'; readonly of: TrimaState }
  | { readonly kind: 'kama'; readonly of: KamaState }
  | { readonly kind: 't3'; readonly of: T3State }
  | { readonly kind: 'rma'; readonly of: WilderState }

export function averageState(kind: AverageKind, period: number): AverageState {
  switch (kind) {
    case 'sma':
      return { kind, of: windowSum(period) }
    case 'ema':
      return { kind, of: emaState(period) }
    case 'wma':
      return { kind, of: windowTrend(period) }
    case 'dema':
    case 'tema':
      return { kind, of: emaChain(period) }
    case 'trima':
      return { kind, of: trimaState(period) }
    case 'kama':
      return { kind, of: kamaState(period) }
    case 't3':
      return { kind, of: t3State(period, 0.7) }
    case 'rma':
      return { kind, of: wilderState(period) }
  }
}

/** Takes a value; the average, or NaN before there is one. */
export function pushAverage(state: AverageState, value: number): number {
  switch (state.kind) {
    case 'sma':
      return pushSum(state.of, value) / state.of.period
    case 'ema':
      return pushEma(state.of, value)
    case 'wma':
      return pushTrend(state.of, value) ? trendWeightedMean(state.of) : Number.NaN
    case 'dema':
      return pushDema(state.of, value)
    case 'tema':
      return pushTema(state.of, value)
    case 'trima':
      return pushTrima(state.of, value)
    case 'kama':
      return pushKama(state.of, value)
    case 't3':
      return pushT3(state.of, value)
    case 'rma':
      return pushWilder(state.of, value)
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
