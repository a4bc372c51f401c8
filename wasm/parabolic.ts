/**
 * The parabolic stop and reverse of src/indicators/kernels/parabolic.ts from its third bar on: the same additions, with branches
 * for what is rare, a reversal and the limit of the last two bars, and none for new extremes, which no processor could foresee.
 * Values are in the low half of a register, where `pmax` and `pmin` are single instructions.
 *
 *   state   0 side (1 long, -1 short), 8 far, 16 near, 24 extreme, 32 stop, 40 acceleration, then of long positions 48 start, 56
 *           step, 64 maximum, of short ones 72, 80, 88, and 96 offset, all f64
 */
import { at } from './rows'

const LONG_RULES: usize = 48
const SHORT_RULES: usize = 72

/** The stop, negative while short where `isSigned` is 1, else without a sign. */
export function parabolic(state: usize, high: usize, low: usize, y: usize, rows: i32, isSigned: i32): void {
  const sign = f64x2.splat(-0.0)
  const kept = isSigned == 1 ? v128.not(f64x2.splat(0)) : v128.not(sign)
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
