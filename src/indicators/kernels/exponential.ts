/** Exponential average seeded with the mean of the first `period` values. A NaN is handed on and not taken. */

export interface EmaState {
  readonly period: number
  readonly weight: number
  count: number
  /** Sum of the first values until there are `period`, then the average. */
  value: number
}

/** `weight` is that of the newest value, 2 / (period + 1) unless given. */
export function emaState(period: number, weight = 2 / (period + 1)): EmaState {
  return { period, weight, count: 0, value: 0 }
}

/** Takes a value; the average, or NaN before there are `period` values. */
export function pushEma(state: EmaState, value: number): number {
  if (Number.isNaN(value)) return value
  if (state.count >= state.period) {
    state.value += (value - state.value) * state.weight
    return state.value
  }
  state.value += value
  state.count++
  if (state.count < state.period) return Number.NaN
  state.value /= state.period
  return state.value
}
