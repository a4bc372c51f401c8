/** Where a close lies between the lowest low and the highest high of the last `period` bars. */
import { pushMax, pushMin, type WindowFold, windowMax, windowMin } from './window.ts'

export interface RangePosition {
  readonly high: WindowFold
  readonly low: WindowFold
}

export function rangePosition(period: number): RangePosition {
  return { high: windowMax(period), low: windowMin(period) }
}

/** Takes a bar; 0 at the lowest low to 100 at the highest high, 0 where the range is empty, NaN before there is one. */
export function pushRangePosition(state: RangePosition, high: number, low: number, close: number): number {
  const highest = pushMax(state.high, high)
  const lowest = pushMin(state.low, low)
  const step = (highest - lowest) / 100
  return step === 0 ? 0 : (close - lowest) / step
}
