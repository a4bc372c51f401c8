/**
 * The arc tangent by additions, products and one division: the same bits on every machine, which `Math.atan` does not promise, and
 * in wasm/arc-tangent.ts. Off by at most one unit in the last place.
 */

/** tan(pi / 8) and tan(3 pi / 8): between them the angle is taken from pi / 4, beyond them from pi / 2. */
const GENTLE = Math.SQRT2 - 1
const STEEP = Math.SQRT2 + 1

export function arcTangent(x: number): number {
  const a = Math.abs(x)
  const r = a > STEEP ? -1 / a : a > GENTLE ? (a - 1) / (a + 1) : a
  const base = a > STEEP ? Math.PI / 2 : a > GENTLE ? Math.PI / 4 : 0
  const z = r * r
  const angle = base + (r + r * z * arcTail(z))
  return x < 0 ? -angle : angle
}

/** (atan(r) - r) / r^3 for z = r^2, |r| < 0.5107, to 1e-16. */
export function arcTail(z: number): number {
  const z2 = z * z
  const z4 = z2 * z2
  const first = C0 + C1 * z + (C2 + C3 * z) * z2
  const second = C4 + C5 * z + (C6 + C7 * z) * z2
  const third = C8 + C9 * z + (C10 + C11 * z) * z2
  return first + second * z4 + third * (z4 * z4)
}

const C0 = -0.3333333333333332
const C1 = 0.19999999999987284
const C2 = -0.14285714283380288
const C3 = 0.1111111094274805
const C4 = -0.09090902790240935
const C5 = 0.07692167830012629
const C6 = -0.0666468409289262
const C7 = 0.0586365293281529
const C8 = -0.05143464391808094
const C9 = 0.04240564615754423
const C10 = -0.02821098016067609
const C11 = 0.01060041996282422
