/**
 * The parabolic stop and reverse of src/indicators/kernels/parabolic.ts from its third bar on, by the same additions.
 *
 * What costs time is that no processor foresees a reversal. But two histories soon reverse at the same bar and are one from there, so
 * the second half of a tile is followed beside the first, without a branch, from a state that a history of its own has reached
 * there; where the first half ends in another state, the second half is followed again. About 4 ns a row.
 *
 *   state   0 side (1 long, -1 short), 8 far, 16 near, 24 extreme, 32 stop, 40 acceleration, then of long positions 48 start, 56
 *           step, 64 maximum, of short ones 72, 80, 88, and 96 offset, all f64
 */
import { at } from './rows'

const LONG_RULES: usize = 48
const SHORT_RULES: usize = 72
const STATE_BYTES: usize = 104
/** What tells two histories apart: side, far, near, extreme, stop and acceleration. */
const HISTORY_BYTES: usize = 48
/** Rows of a history of its own: more than nearly all need to become one with another. */
const APPROACH: i32 = 128

/** The stop, negative while short where `isSigned` is 1, else without a sign. `room` is for 256 values. */
export function parabolic(
  state: usize,
  high: usize,
  low: usize,
  y: usize,
  rows: i32,
  isSigned: i32,
  room: usize,
): void {
  const half = rows >> 1
  if (half <= 2 * APPROACH || !isEven(state)) return follow(state, high, low, y, rows, isSigned)
  const other = room
  const reached = room + STATE_BYTES
  approach(state, other, at(high, half - APPROACH), at(low, half - APPROACH), reached + STATE_BYTES)
  memory.copy(reached, other, STATE_BYTES)
  followBoth(state, other, high, low, y, half, isSigned)
  const isOne = memory.compare(state, reached, HISTORY_BYTES) == 0
  if (isOne) memory.copy(state, other, STATE_BYTES)
  const done = isOne ? 2 * half : half
  follow(state, at(high, done), at(low, done), at(y, done), rows - done, isSigned)
}

/** True where both sides have the same rules and a reversal does not move a stop away. */
function isEven(state: usize): bool {
  return memory.compare(state + LONG_RULES, state + SHORT_RULES, 24) == 0 && load<f64>(state, 96) == 0
}

/** A history that begins long at the first row, and ends after APPROACH rows. */
function approach(state: usize, other: usize, high: usize, low: usize, spare: usize): void {
  memory.copy(other, state, STATE_BYTES)
  store<f64>(other, 1)
  store<f64>(other, load<f64>(high), 8)
  store<f64>(other, load<f64>(low), 16)
  store<f64>(other, load<f64>(high), 24)
  store<f64>(other, load<f64>(low), 32)
  store<f64>(other, load<f64>(other, LONG_RULES), 40)
  follow(other, high + 8, low + 8, spare, APPROACH - 1, 1)
}

/** Two histories side by side in the halves of registers, `other` from `half` rows on. */
function followBoth(
  state: usize,
  other: usize,
  high: usize,
  low: usize,
  y: usize,
  half: i32,
  isSigned: i32,
): void {
  const kept = keptBits(isSigned)
  const start = v128.load64_splat(state, LONG_RULES)
  const step = v128.load64_splat(state, LONG_RULES + 8)
  const maximum = v128.load64_splat(state, LONG_RULES + 16)
  const apart = (<usize>half) << 3
  // Masks: all bits where the position is short.
  let short = f64x2.lt(both(state, other), f64x2.splat(0))
  let extreme = both(state + 24, other + 24)
  let stop = both(state + 32, other + 32)
  let acceleration = both(state + 40, other + 40)
  let highBefore = both(high - 8, high - 8 + apart)
  let lowBefore = both(low - 8, low - 8 + apart)
  for (const end = at(y, half); y < end; y += 8, high += 8, low += 8) {
    const h = both(high, high + apart)
    const l = both(low, low + apart)
    const f = v128.bitselect(f64x2.neg(l), h, short)
    const n = v128.bitselect(f64x2.neg(h), l, short)
    const farBefore = v128.bitselect(f64x2.neg(lowBefore), highBefore, short)
    const nearBefore = v128.bitselect(f64x2.neg(highBefore), lowBefore, short)
    const isOver = f64x2.le(n, stop)
    const reached = f64x2.pmax(extreme, f)
    const values = v128.and(v128.bitselect(f64x2.neg(reached), stop, isOver), kept)
    v128.store64_lane(y, values, 0)
    v128.store64_lane(y + apart, values, 1)
    const back = f64x2.add(reached, f64x2.mul(start, f64x2.sub(n, reached)))
    const opposite = f64x2.neg(f64x2.pmax(back, f64x2.pmax(farBefore, f)))
    const more = v128.and(step, f64x2.gt(f, extreme))
    const faster = f64x2.pmin(f64x2.add(acceleration, more), maximum)
    const moved = f64x2.add(stop, f64x2.mul(faster, f64x2.sub(reached, stop)))
    stop = v128.bitselect(opposite, f64x2.pmin(moved, f64x2.pmin(nearBefore, n)), isOver)
    acceleration = v128.bitselect(start, faster, isOver)
    extreme = v128.bitselect(f64x2.neg(n), reached, isOver)
    short = v128.xor(short, isOver)
    highBefore = h
    lowBefore = l
  }
  const far = v128.bitselect(f64x2.neg(lowBefore), highBefore, short)
  const near = v128.bitselect(f64x2.neg(highBefore), lowBefore, short)
  const side = v128.bitselect(f64x2.splat(-1), f64x2.splat(1), short)
  storeBoth(state, other, side)
  storeBoth(state + 8, other + 8, far)
  storeBoth(state + 16, other + 16, near)
  storeBoth(state + 24, other + 24, extreme)
  storeBoth(state + 32, other + 32, stop)
  storeBoth(state + 40, other + 40, acceleration)
}

/** All bits of a value, or all but its sign. */
function keptBits(isSigned: i32): v128 {
  return isSigned == 1 ? v128.not(f64x2.splat(0)) : v128.not(f64x2.splat(-0.0))
}

function both(a: usize, b: usize): v128 {
  return v128.load64_lane(b, v128.load64_zero(a), 1)
}

function storeBoth(a: usize, b: usize, values: v128): void {
  v128.store64_lane(a, values, 0)
  v128.store64_lane(b, values, 1)
}

/**
 * One history, with branches for what is rare, a reversal and the limit of the last two bars. Values are in the low half of a
 * register, where `pmax` and `pmin` are single instructions.
 */
function follow(state: usize, high: usize, low: usize, y: usize, rows: i32, isSigned: i32): void {
  const sign = f64x2.splat(-0.0)
  const kept = keptBits(isSigned)
  const offset = load<f64>(state, 96)
  let isLong = load<f64>(state) == 1
  // A short position is a long one among prices of the opposite sign.
  let flip = isLong ? f64x2.splat(0) : sign
  let far = isLong ? high : low
  let near = isLong ? low : high
  let step = v128.load64_zero(state + (isLong ? LONG_RULES : SHORT_RULES), 8)
  let maximum = v128.load64_zero(state + (isLong ? LONG_RULES : SHORT_RULES), 16)
  let farBefore = v128.load64_zero(state, 8)
  let nearBefore = v128.load64_zero(state, 16)
  let extreme = v128.load64_zero(state, 24)
  let stop = v128.load64_zero(state, 32)
  let acceleration = v128.load64_zero(state, 40)
  for (const end = at(y, rows); y < end; y += 8, far += 8, near += 8) {
    const f = v128.xor(v128.load64_zero(far), flip)
    const n = v128.xor(v128.load64_zero(near), flip)
    if (f64x2.extract_lane(n, 0) <= f64x2.extract_lane(stop, 0)) {
      const rules = state + (isLong ? SHORT_RULES : LONG_RULES)
      isLong = !isLong
      acceleration = v128.load64_zero(rules)
      step = v128.load64_zero(rules, 8)
      maximum = v128.load64_zero(rules, 16)
      let start = f64x2.pmax(extreme, f)
      if (offset != 0) start = f64x2.add(start, f64x2.mul(start, v128.xor(f64x2.splat(offset), flip)))
      v128.store64_lane(y, v128.and(f64x2.neg(start), kept), 0)
      const moved = f64x2.add(start, f64x2.mul(acceleration, f64x2.sub(n, start)))
      stop = f64x2.neg(f64x2.pmax(moved, f64x2.pmax(farBefore, f)))
      extreme = f64x2.neg(n)
      farBefore = extreme
      nearBefore = f64x2.neg(f)
      flip = v128.xor(flip, sign)
      const other = far
      far = near
      near = other
    } else {
      v128.store64_lane(y, v128.and(stop, kept), 0)
      const more = v128.and(step, f64x2.gt(f, extreme))
      acceleration = f64x2.pmin(f64x2.add(acceleration, more), maximum)
      extreme = f64x2.pmax(extreme, f)
      const moved = f64x2.add(stop, f64x2.mul(acceleration, f64x2.sub(extreme, stop)))
      const limit = f64x2.pmin(nearBefore, n)
      stop = f64x2.extract_lane(limit, 0) < f64x2.extract_lane(moved, 0) ? limit : moved
      farBefore = f
      nearBefore = n
    }
  }
  store<f64>(state, isLong ? 1 : -1)
  v128.store64_lane(state, farBefore, 0, 8)
  v128.store64_lane(state, nearBefore, 0, 16)
  v128.store64_lane(state, extreme, 0, 24)
  v128.store64_lane(state, stop, 0, 32)
  v128.store64_lane(state, acceleration, 0, 40)
}
