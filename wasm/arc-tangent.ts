/** The arc tangent of src/indicators/kernels/arc-tangent.ts, and of two rows in a register; about 2.5 ns a row. */
import { at, put } from './rows'

const GENTLE: f64 = Math.SQRT2 - 1
const STEEP: f64 = Math.SQRT2 + 1

/** Slopes into angles in degrees, in place too. */
export function degrees(x: usize, y: usize, rows: i32): void {
  for (const end = at(y, rows); y < end; x += 16, y += 16) {
    const turned = f64x2.mul(arcTangents(v128.load(x)), f64x2.splat(180))
    put(y, f64x2.div(turned, f64x2.splat(Math.PI)), end)
  }
}

/** The angles of quadrature over in-phase in degrees; 0 where in-phase is. */
export function phases(inPhase: usize, quadrature: usize, y: usize, rows: i32): void {
  for (const end = at(y, rows); y < end; inPhase += 16, quadrature += 16, y += 16) {
    const below = v128.load(inPhase)
    const angle = arcTangents(f64x2.div(v128.load(quadrature), below))
    const turned = f64x2.div(f64x2.mul(angle, f64x2.splat(180)), f64x2.splat(Math.PI))
    put(y, v128.andnot(turned, f64x2.eq(below, f64x2.splat(0))), end)
  }
}

function arcTangents(x: v128): v128 {
  const one = f64x2.splat(1)
  const a = f64x2.abs(x)
  const isSteep = f64x2.gt(a, f64x2.splat(STEEP))
  const isMiddle = v128.andnot(f64x2.gt(a, f64x2.splat(GENTLE)), isSteep)
  const isBent = v128.or(isSteep, isMiddle)
  const over = v128.bitselect(f64x2.splat(-1), v128.bitselect(f64x2.sub(a, one), a, isMiddle), isSteep)
  const under = v128.bitselect(v128.bitselect(f64x2.add(a, one), a, isMiddle), one, isBent)
  const r = f64x2.div(over, under)
  const base = v128.or(
    v128.and(f64x2.splat(Math.PI / 2), isSteep),
    v128.and(f64x2.splat(Math.PI / 4), isMiddle),
  )
  const z = f64x2.mul(r, r)
  const angle = f64x2.add(base, f64x2.add(r, f64x2.mul(f64x2.mul(r, z), arcTails(z))))
  return v128.bitselect(f64x2.neg(angle), angle, f64x2.lt(x, f64x2.splat(0)))
}

function arcTails(z: v128): v128 {
  const z2 = f64x2.mul(z, z)
  const z4 = f64x2.mul(z2, z2)
  const first = fourTerms(z, z2, C0, C1, C2, C3)
  const second = fourTerms(z, z2, C4, C5, C6, C7)
  const third = fourTerms(z, z2, C8, C9, C10, C11)
  return f64x2.add(f64x2.add(first, f64x2.mul(second, z4)), f64x2.mul(third, f64x2.mul(z4, z4)))
}

function fourTerms(z: v128, z2: v128, a: f64, b: f64, c: f64, d: f64): v128 {
  const low = f64x2.add(f64x2.splat(a), f64x2.mul(f64x2.splat(b), z))
  const high = f64x2.add(f64x2.splat(c), f64x2.mul(f64x2.splat(d), z))
  return f64x2.add(low, f64x2.mul(high, z2))
}

export function arcTail(z: f64): f64 {
  const z2 = z * z
  const z4 = z2 * z2
  const first = C0 + C1 * z + (C2 + C3 * z) * z2
  const second = C4 + C5 * z + (C6 + C7 * z) * z2
  const third = C8 + C9 * z + (C10 + C11 * z) * z2
  return first + second * z4 + third * (z4 * z4)
}

const C0: f64 = -0.3333333333333332
const C1: f64 = 0.19999999999987284
const C2: f64 = -0.14285714283380288
const C3: f64 = 0.1111111094274805
const C4: f64 = -0.09090902790240935
const C5: f64 = 0.07692167830012629
const C6: f64 = -0.0666468409289262
const C7: f64 = 0.0586365293281529
const C8: f64 = -0.05143464391808094
const C9: f64 = 0.04240564615754423
const C10: f64 = -0.02821098016067609
const C11: f64 = 0.01060041996282422
