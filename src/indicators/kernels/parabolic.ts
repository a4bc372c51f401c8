/** Wilder's parabolic stop and reverse, with different accelerations for each side. */

import { doublesAt } from './compiled.ts'
import { runTiles } from './tiles.ts'

export interface ParabolicSide {
  /** Acceleration of a new position, what each new extreme adds, and its limit. */
  readonly start: number
  readonly step: number
  readonly maximum: number
}

export interface ParabolicRules {
  readonly long: ParabolicSide
  readonly short: ParabolicSide
  /** 0: begin at the first bar's extreme; positive: long there; negative: short at its absolute value. */
  readonly startValue: number
  /** Fraction by which a stop is moved away on a reversal. */
  readonly offset: number
}

export interface ParabolicState extends ParabolicRules {
  bar: number
  /** 1 while long, -1 while short: what follows is times the side, so that a short position is a long one of such prices. */
  side: number
  /** Of the bar before: its end away from the stop, and the other. */
  far: number
  near: number
  extreme: number
  stop: number
  acceleration: number
  /** Of the bar at which the position reverses: its ends, and what it gives. */
  farNow: number
  nearNow: number
  value: number
}

export function parabolic({ long, short, startValue, offset }: ParabolicRules): ParabolicState {
  return {
    long: { ...long },
    short: { ...short },
    startValue,
    offset,
    bar: 0,
    side: 1,
    far: Number.NaN,
    near: Number.NaN,
    extreme: Number.NaN,
    stop: Number.NaN,
    acceleration: Number.NaN,
    farNow: Number.NaN,
    nearNow: Number.NaN,
    value: Number.NaN,
  }
}

/** Takes a bar; the stop, negative while short, or NaN at the first bar. */
export function pushParabolic(state: ParabolicState, high: number, low: number): number {
  const bar = state.bar++
  if (bar === 0) {
    state.far = high
    state.near = low
    return Number.NaN
  }
  if (bar === 1) begin(state, high, low)
  const far = state.side === 1 ? high : -low
  const near = state.side === 1 ? low : -high
  if (!(near <= state.stop)) return follow(state, far, near)
  // Numbers that a call takes or gives are boxed, and this one is too long to be compiled into its callers.
  state.farNow = far
  state.nearNow = near
  reverse(state)
  return state.value
}

/** The second bar: which side, and where the stop begins. */
function begin(state: ParabolicState, high: number, low: number): void {
  const { far: highBefore, near: lowBefore, startValue } = state
  const down = lowBefore - low
  const isLong = startValue === 0 ? !(down > 0 && high - highBefore < down) : startValue > 0
  state.side = isLong ? 1 : -1
  state.acceleration = isLong ? state.long.start : state.short.start
  if (startValue !== 0) state.stop = startValue
  else state.stop = isLong ? lowBefore : -highBefore
  // The stop is kept out of the second bar and itself, not the first.
  state.far = isLong ? high : -low
  state.near = isLong ? low : -high
  state.extreme = state.far
}

function follow(state: ParabolicState, far: number, near: number): number {
  const value = state.stop
  if (far > state.extreme) {
    const { step, maximum } = state.side === 1 ? state.long : state.short
    state.extreme = far
    state.acceleration = smaller(state.acceleration + step, maximum)
  }
  const moved = value + state.acceleration * (state.extreme - value)
  state.stop = smaller(moved, smaller(state.near, near))
  state.far = far
  state.near = near
  return value
}

/** The new position's stop begins at the extreme of the old one, which is that of the bar before too. */
function reverse(state: ParabolicState): void {
  const { side, offset, farNow: far, nearNow: near } = state
  const { start: acceleration } = side === 1 ? state.short : state.long
  let start = larger(state.extreme, far)
  if (offset !== 0) start += start * (offset * side)
  const moved = start + acceleration * (near - start)
  state.side = -side
  state.acceleration = acceleration
  state.stop = -larger(moved, larger(state.far, far))
  state.extreme = -near
  state.far = -near
  state.near = -far
  state.value = -start
}

/** The first where they are equal: a branch, which a processor can foresee, and no rule for zeros of either sign. */
function larger(a: number, b: number): number {
  return b > a ? b : a
}

function smaller(a: number, b: number): number {
  return b < a ? b : a
}

export interface ParabolicRun {
  readonly inputs: readonly Float64Array[]
  readonly outputs: readonly Float64Array[]
  readonly start: number
  readonly end: number
}

/** `pushParabolic` over columns of high and low, from the second bar on; without the sign where `isSigned` is false. */
export function parabolicColumn(run: ParabolicRun, state: ParabolicState, isSigned: boolean): void {
  const { inputs, outputs, start, end } = run
  const [high, low] = inputs as readonly [Float64Array, Float64Array]
  const first = start + 1
  pushParabolic(state, high[start]!, low[start]!)
  const value = pushParabolic(state, high[first]!, low[first]!)
  outputs[0]![first] = isSigned ? value : Math.abs(value)
  const from = first + 1
  const tiles = { inputs, outputs, start: from, end, first: from, lag: 1, tile: TILE }
  runTiles(tiles, ({ kernels, bytes }) => {
    const address = bytes(8 * STATE_NUMBERS)
    const room = bytes(8 * 256)
    doublesAt(address, STATE_NUMBERS).set(numbersOf(state))
    return (rows, [h, l, y]) => {
      kernels.parabolic(address, h!, l!, y!, rows, isSigned ? 1 : 0, room)
    }
  })
}

const STATE_NUMBERS = 13
/** Rows that share what it costs to begin in the middle of them. */
const TILE = 8_192

/** As wasm/parabolic.ts has them. */
function numbersOf(state: ParabolicState): number[] {
  const { side, far, near, extreme, stop, acceleration, long, short, offset } = state
  const rules = [long, short].flatMap((of) => [of.start, of.step, of.maximum])
  return [side, far, near, extreme, stop, acceleration, ...rules, offset]
}
