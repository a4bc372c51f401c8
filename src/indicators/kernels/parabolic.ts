/** Wilder's parabolic stop and reverse, with different accelerations for each side. */

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
  isLong: boolean
  high: number
  low: number
  extreme: number
  stop: number
  acceleration: number
}

export function parabolic(rules: ParabolicRules): ParabolicState {
  return {
    ...rules,
    long: { ...rules.long },
    short: { ...rules.short },
    bar: 0,
    isLong: true,
    high: Number.NaN,
    low: Number.NaN,
    extreme: Number.NaN,
    stop: Number.NaN,
    acceleration: 0,
  }
}

/** Takes a bar; the stop, negative while short, or NaN at the first bar. */
export function pushParabolic(state: ParabolicState, high: number, low: number): number {
  const bar = state.bar++
  if (bar === 0) {
    state.high = high
    state.low = low
    return Number.NaN
  }
  if (bar === 1) begin(state, high, low)
  const value = state.isLong ? stepLong(state, high, low) : stepShort(state, high, low)
  state.high = high
  state.low = low
  return value
}

/** The second bar: which side, and where the stop begins. */
function begin(state: ParabolicState, high: number, low: number): void {
  const down = state.low - low
  const startValue = state.startValue
  state.isLong = startValue === 0 ? !(down > 0 && high - state.high < down) : startValue > 0
  state.extreme = state.isLong ? high : low
  if (startValue !== 0) state.stop = Math.abs(startValue)
  else state.stop = state.isLong ? state.low : state.high
  state.acceleration = state.isLong ? state.long.start : state.short.start
  // The stop is kept out of the second bar and itself, not the first.
  state.high = high
  state.low = low
}

function stepLong(state: ParabolicState, high: number, low: number): number {
  if (low <= state.stop) {
    state.isLong = false
    let stop = Math.max(state.extreme, state.high, high)
    stop += stop * state.offset
    state.acceleration = state.short.start
    state.extreme = low
    state.stop = Math.max(stop + state.acceleration * (low - stop), state.high, high)
    return -stop
  }
  const value = state.stop
  if (high > state.extreme) {
    state.extreme = high
    state.acceleration = Math.min(state.acceleration + state.long.step, state.long.maximum)
  }
  state.stop = Math.min(value + state.acceleration * (state.extreme - value), state.low, low)
  return value
}

function stepShort(state: ParabolicState, high: number, low: number): number {
  if (high >= state.stop) {
    state.isLong = true
    let stop = Math.min(state.extreme, state.low, low)
    stop -= stop * state.offset
    state.acceleration = state.long.start
    state.extreme = high
    state.stop = Math.min(stop + state.acceleration * (high - stop), state.low, low)
    return stop
  }
  const value = state.stop
  if (low < state.extreme) {
    state.extreme = low
    state.acceleration = Math.min(state.acceleration + state.short.step, state.short.maximum)
  }
  state.stop = Math.max(value + state.acceleration * (state.extreme - value), state.high, high)
  return -value
}
