/**
 * Random numbers as R gives them after `set.seed(seed)`: the Mersenne Twister MT19937, normals by inversion.
 *
 *   MT19937      M. Matsumoto, T. Nishimura, ACM TOMACS 8 (1998): the recurrence, the tempering, the constants
 *   seeding      R's set.seed: 50 rounds of the congruential generator x <- 69069 x + 1 modulo 2^32, then one round a
 *                word of the state, the first of which is R's own position counter and is replaced
 *   inversion    M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988); two uniforms a draw
 */
import { log } from './c-math.ts'

const WORDS = 624
const MIDDLE = 397

/** A uniform number in the open interval (0, 1), 32 bits. */
function createUniform(seed: number): () => number {
  const state = seededState(seed)
  let at = WORDS
  return () => {
    if (at === WORDS) {
      renew(state)
      at = 0
    }
    let y = state[at++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    y ^= y >>> 18
    return inside((y >>> 0) * 2.328_306_436_538_696_3e-10)
  }
}

function seededState(seed: number): Uint32Array {
  let x = seed >>> 0
  const next = (): number => {
    x = (Math.imul(69_069, x) + 1) >>> 0
    return x
  }
  // 50 rounds, and one whose word the position counter takes.
  for (let n = 0; n < 51; n++) next()
  return Uint32Array.from({ length: WORDS }, next)
}

function renew(state: Uint32Array): void {
  for (let k = 0; k < WORDS; k++) {
    const y = (state[k]! & 0x80000000) | (state[(k + 1) % WORDS]! & 0x7fffffff)
    state[k] = state[(k + MIDDLE) % WORDS]! ^ (y >>> 1) ^ ((y & 1) === 1 ? 0x9908b0df : 0)
  }
}

/** R keeps 0 and 1 out of its uniforms. */
function inside(value: number): number {
  const half = 0.5 * 2.328_306_437_080_797e-10
  if (value <= 0) return half
  return 1 - value <= 0 ? 1 - half : value
}

/** A standard normal number. */
export function createRNormal(seed: number): () => number {
  const uniform = createUniform(seed)
  const BIG = 134_217_728
  return () => {
    const high = Math.floor(BIG * uniform())
    return quantile((high + uniform()) / BIG)
  }
}

/** Numerator and denominator of AS 241 in the middle, near the tails and far out; highest power first. */
const A = [
  2509.080_928_730_122_672_7, 33_430.575_583_588_128_105, 67_265.770_927_008_700_853,
  45_921.953_931_549_871_457, 13_731.693_765_509_461_125, 1971.590_950_306_551_442_7,
  133.141_667_891_784_377_45, 3.387_132_872_796_366_608,
]
const B = [
  5226.495_278_852_545_925, 28_729.085_735_721_942_674, 39_307.895_800_092_710_61, 21_213.794_301_586_595_867,
  5394.196_021_424_751_107_7, 687.187_007_492_057_908_3, 42.313_330_701_600_911_252, 1,
]
const C = [
  7.745_450_142_783_414_076_4e-4, 0.022_723_844_989_269_184_583_3, 0.241_780_725_177_450_611_77,
  1.270_458_252_452_368_382_58, 3.647_848_324_763_204_605_04, 5.769_497_221_460_691_405_5,
  4.630_337_846_156_545_295_9, 1.423_437_110_749_683_577_34,
]
const D = [
  1.050_750_071_644_416_843_24e-9, 5.475_938_084_995_344_946e-4, 0.015_198_666_563_616_457_196_6,
  0.148_103_976_427_480_074_59, 0.689_767_334_985_100_004_55, 1.676_384_830_183_803_849_4,
  2.053_191_626_637_758_821_87, 1,
]
const E = [
  2.010_334_399_292_288_132_65e-7, 2.711_555_568_743_487_578_15e-5, 0.001_242_660_947_388_078_438_6,
  0.026_532_189_526_576_123_093, 0.296_560_571_828_504_891_23, 1.784_826_539_917_291_335_8,
  5.463_784_911_164_114_369_9, 6.657_904_643_501_103_777_2,
]
const F = [
  2.044_263_103_389_939_785_64e-15, 1.421_511_758_316_445_888_7e-7, 1.846_318_317_510_054_681_8e-5,
  7.868_691_311_456_132_591e-4, 0.014_875_361_290_850_614_852_5, 0.136_929_880_922_735_805_31,
  0.599_832_206_555_887_937_69, 1,
]

/** The normal quantile of p in (0, 1): AS 241, 16 digits. */
export function quantile(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180_625 - q * q
    return (q * polynomial(A, r)) / polynomial(B, r)
  }
  const r = Math.sqrt(-log(q < 0 ? p : 1 - p))
  const value =
    r <= 5 ? polynomial(C, r - 1.6) / polynomial(D, r - 1.6) : polynomial(E, r - 5) / polynomial(F, r - 5)
  return q < 0 ? -value : value
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = coefficients[0]!
  for (let n = 1; n < coefficients.length; n++) value = value * x + coefficients[n]!
  return value
}
