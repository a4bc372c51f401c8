/**
 * The kernel of directional.ts over columns: the same bits. It runs itself until `period` movements are taken; from there its
 * three sums are locals of a plain loop, about 8 ns a bar, most of it the division that each sum waits for.
 */
import { type DirectionalState, directionalState, pushDirectional } from './directional.ts'
import { gainOf } from './strength.ts'
import { trueRange } from './true-range.ts'

export interface DirectionalRun {
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly output: Float64Array
  readonly period: number
  readonly start: number
  readonly end: number
}

/** The state after `bars` bars. */
function settled({ high, low, close, period, start }: DirectionalRun, bars: number): DirectionalState {
  const state = directionalState(period)
  const bar = new Float64Array(3)
  for (let t = start; t < start + bars; t++) {
    bar[0] = high[t]!
    bar[1] = low[t]!
    bar[2] = close[t]!
    pushDirectional(state, bar)
  }
  return state
}

/** The upward or the downward index, from `start + period` on. */
export function sideColumn(run: DirectionalRun, side: 'plus' | 'minus'): void {
  const { high, low, close, output, period, start, end } = run
  const first = start + period
  const state = settled(run, period)
  const isPlus = side === 'plus'
  let moved = isPlus ? state.plus : state.minus
  let { range } = state
  for (let t = first; t < end; t++) {
    const up = high[t]! - high[t - 1]!
    const down = low[t - 1]! - low[t]!
    moved = moved - moved / period + (isPlus ? gainOver(up, down) : gainOver(down, up))
    range = range - range / period + trueRange(high[t]!, low[t]!, close[t - 1]!)
    output[t] = range === 0 ? 0 : 100 * (moved / range)
  }
}

/** The directional index, from `start + period` on. */
export function indexColumn(run: DirectionalRun): void {
  const { high, low, close, output, period, start, end } = run
  const first = start + period
  const state = settled(run, period)
  let { plus, minus, range } = state
  let index = 0
  for (let t = first; t < end; t++) {
    const up = high[t]! - high[t - 1]!
    const down = low[t - 1]! - low[t]!
    plus = plus - plus / period + gainOver(up, down)
    minus = minus - minus / period + gainOver(down, up)
    range = range - range / period + trueRange(high[t]!, low[t]!, close[t - 1]!)
    const upIndex = range === 0 ? 0 : 100 * (plus / range)
    const downIndex = range === 0 ? 0 : 100 * (minus / range)
    const both = upIndex + downIndex
    if (both !== 0) index = 100 * (Math.abs(downIndex - upIndex) / both)
    output[t] = index
  }
}

/** The smoothed upward or downward movement, from `start + period - 1` on, for a period of 2 at least. */
export function movementColumn(run: Omit<DirectionalRun, 'close'>, side: 'plus' | 'minus'): void {
  const { high, low, output, period, start, end } = run
  const first = start + period - 1
  const state = settled({ ...run, close: low }, period)
  const isPlus = side === 'plus'
  let moved = isPlus ? state.plus : state.minus
  output[first] = moved
  for (let t = first + 1; t < end; t++) {
    const up = high[t]! - high[t - 1]!
    const down = low[t - 1]! - low[t]!
    moved = moved - moved / period + (isPlus ? gainOver(up, down) : gainOver(down, up))
    output[t] = moved
  }
}

/** A move where it is positive and exceeds the other, else 0. */
function gainOver(move: number, other: number): number {
  return move > other ? gainOf(move) : 0
}
