/**
 * Wilder's smoothing (J. W. Wilder, New Concepts in Technical Trading Systems, 1978): the mean of the first `period` values, then
 * value[t] = (value[t - 1] x (period - 1) + x[t]) / period, which is the exponential average with weight 1 / period.
 */
import { type EmaState, emaState } from './exponential.ts'

export function wilderState(period: number): EmaState {
  return emaState(period, 1 / period)
}
