/** Where a close lies between the lowest low and the highest high of the last `period` bars. */
import { pushMax, pushMin, type WindowFold, windowMax, windowMin } from './window.ts'

export interface RangePosition {
  readonly high: WindowFold
  readonly low: WindowFold
}

export function rangePosition(period: number): RangePosition {
  return { high: windowMax(period), low: windowMin(period) }
}

/** Takes high, low and close; 0 at the lowest low to 100 at the highest high, 0 where the range is empty, NaN before there is one. */
export function pushRangePosition(state: RangePosition, bar: Float64Array): number {
  return positionIn(pushMax(state.high, bar[0]!), pushMin(state.low, bar[1]!), bar[2]!)
}

/** The same for a single value that is its own high and low. */
export function pushValuePosition(state: RangePosition, value: number): number {
  return positionIn(pushMax(state.high, value), pushMin(state.low, value), value)
}

/** 0 where the range is empty. */
function positionIn(highest: number, lowest: number, value: number): number {
  const range = highest - lowest
  return range === 0 ? 0 : 100 * ((value - lowest) / range)
}
