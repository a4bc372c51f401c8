/**
 * Seeded pseudo-random numbers: xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators",
 * ACM TOMS 47(4), 2021) seeded by splitmix32. Integer arithmetic only: the same stream on every machine.
 */

import { canonicalJson } from './canonical-json.ts'
import type { Sha256 } from './hash.ts'
import type { JsonValue } from './json.ts'

/** A uniform number in [0, 1), 53 bits. */
export type Random = () => number

/** A generator for the pair (seed, stream); streams of one seed are independent for every practical purpose. */
export function createRandom(seed: number, stream = 0): Random {
  let mix = (hash32(seed) ^ Math.imul(hash32(stream), 0x9e3779b1)) >>> 0
  const splitmix = (): number => {
    mix = (mix + 0x9e3779b9) >>> 0
    return scramble32(mix)
  }
  let a = splitmix()
  let b = splitmix()
  let c = splitmix()
  let d = splitmix() | 1
  const next = (): number => {
    const product = Math.imul(b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
  return () => ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992
}

/** A standard normal number by the polar method (Marsaglia and Bray 1964); draws a varying count of uniforms. */
export function createNormal(random: Random): () => number {
  let spare = Number.NaN
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare
      spare = Number.NaN
      return value
    }
    for (;;) {
      const u = 2 * random() - 1
      const v = 2 * random() - 1
      const s = u * u + v * v
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s)
        spare = v * scale
        return u * scale
      }
    }
  }
}

const CHUNK_WEIGHTS = [1, 17, 257, 4_099, 65_537, 104_729] as const

/**
 * A seed in 1..2147483647 derived from a base seed and a salt: SHA-256 of canonical JSON {base_seed, salt}; six 6-digit
 * hexadecimal chunks, weighted, summed, modulo 2147483647, plus 1.
 */
export function deriveSeed(sha256: Sha256, baseSeed: number, salt: JsonValue): number {
  const hex = sha256(canonicalJson({ base_seed: baseSeed, salt }))
  const sum = CHUNK_WEIGHTS.reduce(
    (total, weight, index) => total + weight * Number.parseInt(hex.slice(6 * index, 6 * index + 6), 16),
    0,
  )
  return (sum % 2_147_483_647) + 1
}

/** Both halves of a number's integer part, mixed to 32 bits. */
function hash32(value: number): number {
  const low = value >>> 0
  const high = Math.floor(Math.abs(value) / 4_294_967_296) >>> 0
  return scramble32(low ^ scramble32(high + 0x7f4a7c15))
}

function scramble32(value: number): number {
  let x = value
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return (x ^ (x >>> 15)) >>> 0
}
