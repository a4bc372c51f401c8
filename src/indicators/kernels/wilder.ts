/**
 * Wilder's smoothing (J. W. Wilder, New Concepts in Technical Trading Systems, 1978): the mean of the first `period` values,
 * then value[t] = (value[t - 1] x (period - 1) + x[t]) / period. A NaN is handed on and
 * not taken. Used by RSI, ATR and the directional movement family.
 */
import type { WindowRun } from './window-run.ts'

export interface WilderState {
  readonly period: number
  count: number
  /** Sum of the first values until there are `period`, then the average. */
  value: number
}

export function wilderState(period: number): WilderState {
  return { period, count: 0, value: 0 }
}

/** Takes a value; the average, or NaN before there are `period` values. */
export function pushWilder(state: WilderState, value: number): number {
  if (Number.isNaN(value)) return value
  const { period } = state
  if (state.count >= period) {
    state.value = (state.value * (period - 1) + value) / period
    return state.value
  }
  state.value += value
  state.count++
  if (state.count < period) return Number.NaN
  state.value /= period
  return state.value
}

/** `pushWilder` over a column of numbers: the same bits, from `start + period - 1` on. What it reads may be what it writes. */
export function wilderColumn({ input, output, period, start, end }: WindowRun): void {
  const seeded = start + period
  if (seeded > end) return
  let value = 0
  for (let t = start; t < seeded; t++) value += input[t]!
  value /= period
  output[seeded - 1] = value
  for (let t = seeded; t < end; t++) {
    value = (value * (period - 1) + input[t]!) / period
    output[t] = value
  }
}
