/**
 * `exp` and `log` to the last bit of the C library that made the reference bars. JavaScript leaves the last bit of
 * Math.exp open, and V8's differs from glibc's in every tenth value, which would change the 15th digit of some prices.
 *
 * exp follows the method that glibc has used since 2.28 (S. Nagy, ARM optimized routines, `exp.c`): x = k ln2 / 128 + r,
 * 2^(k/128) from a table with its rounding error, a polynomial of degree 5 in r, fused multiply-adds. The table is
 * computed here. log is rounded correctly; glibc's differs from that once in some 30,000 values of the size used here.
 *
 *   hi + lo   a double-double: the unevaluated sum of two doubles, |lo| <= ulp(hi) / 2 (Dekker 1971)
 */

const TABLE_BITS = 7
const TABLE_SIZE = 1 << TABLE_BITS
const FIXED_BITS = 240n

/** 2^(i/128) as a double, and the rest of it relative to that double. */
const POWER = new Float64Array(TABLE_SIZE)
const REST = new Float64Array(TABLE_SIZE)

/** Fills the table with 240-bit integers: 2^(1/128) is seven square roots of 2. */
function fillTable(): void {
  const one = 1n << FIXED_BITS
  let root = 2n * one
  for (let n = 0; n < TABLE_BITS; n++) root = integerRoot(root << FIXED_BITS)
  let power = one
  for (let i = 0; i < TABLE_SIZE; i++) {
    const nearest = Number(power) / 2 ** Number(FIXED_BITS)
    POWER[i] = nearest
    REST[i] = Number(power - BigInt(nearest * 2 ** 52) * (one >> 52n)) / 2 ** Number(FIXED_BITS) / nearest
    power = (power * root) >> FIXED_BITS
  }
}

function integerRoot(square: bigint): bigint {
  let guess = 1n << BigInt((square.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (guess + square / guess) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}

fillTable()

const SHIFT = 6_755_399_441_055_744
const PER_LN2 = 1.442_695_040_888_963_4 * TABLE_SIZE
/** -ln2 / 128 in two parts, the first short enough for its products with small integers to be exact. */
const LN2_HI = -0.005_415_212_348_111_709
const LN2_LO = -1.286_402_311_163_834_4e-14
/** What -ln2 / 128 exceeds the two by. */
const LN2_REST = -7.903_820_341_994_343e-31
// The polynomial of exp(r) - 1 - r over |r| < ln2 / 256: 1/2, 1/6, 1/24, 1/120, each nudged by the fit.
const C2 = 0.499_999_999_999_967_86
const C3 = 0.166_666_666_666_658_86
const C4 = 0.041_666_680_841_067_4
const C5 = 0.008_333_335_853_059_549

/** e^x for |x| below 700. */
export function exp(x: number): number {
  const k = fma(PER_LN2, x, SHIFT) - SHIFT
  const r = fma(k, LN2_LO, fma(k, LN2_HI, x))
  const index = ((k % TABLE_SIZE) + TABLE_SIZE) % TABLE_SIZE
  const scale = POWER[index]! * 2 ** ((k - index) / TABLE_SIZE)
  const square = r * r
  const low = fma(square, fma(r, C3, C2), REST[index]! + r)
  return fma(scale, fma(square * square, fma(r, C5, C4), low), scale)
}

/** x * y + z, rounded once (Boldo and Melquiond 2008: the rest is rounded to odd before the last addition). */
export function fma(x: number, y: number, z: number): number {
  const product = x * y
  const productRest = restOfProduct(x, y, product)
  const tail = z + productRest
  const tailRest = restOfSum(z, productRest, tail)
  const sum = product + tail
  const sumRest = restOfSum(product, tail, sum)
  return sum + sumToOdd(tailRest, sumRest)
}

const SPLITTER = 134_217_729

/** x * y - product, exactly (Dekker 1971). */
function restOfProduct(x: number, y: number, product: number): number {
  const xc = SPLITTER * x
  const xh = xc - (xc - x)
  const xl = x - xh
  const yc = SPLITTER * y
  const yh = yc - (yc - y)
  const yl = y - yh
  return xl * yl - (product - xh * yh - xl * yh - xh * yl)
}

/** x + y - sum, exactly (Knuth, TAOCP 2, 4.2.2). */
function restOfSum(x: number, y: number, sum: number): number {
  const t = sum - x
  return x - (sum - t) + (y - t)
}

const DOUBLE = new Float64Array(1)
/** Low and high word, on a little-endian machine. */
const WORDS = new Uint32Array(DOUBLE.buffer)

/** x + y; where it is inexact, the neighbour of it whose last bit is 1. */
function sumToOdd(x: number, y: number): number {
  const sum = x + y
  const rest = restOfSum(x, y, sum)
  if (rest === 0) return sum
  DOUBLE[0] = sum
  const low = WORDS[0]!
  if ((low & 1) === 1) return sum
  if (rest > 0 === sum > 0) WORDS[0] = low + 1
  else {
    WORDS[0] = low - 1
    if (low === 0) WORDS[1]!--
  }
  return DOUBLE[0]
}

/** The natural logarithm of x in (0, 1), rounded correctly but for ties that no double is near enough to. */
export function log(x: number): number {
  const guess = Math.log(x)
  // log x = guess + log(x e^-guess), and the argument of that is 1 + d with |d| near 1e-16: log(1 + d) = d.
  return guess + excess(x, -guess)
}

const TERMS = 12

/** x e^y - 1 to some 30 digits, for a product near 1: e^y as a double-double by the table and a Taylor series. */
function excess(x: number, y: number): number {
  const k = Math.round(PER_LN2 * y)
  const index = ((k % TABLE_SIZE) + TABLE_SIZE) % TABLE_SIZE
  const scale = x * 2 ** ((k - index) / TABLE_SIZE)
  // r = y - k ln2 / 128 = (rh + rl), |r| < 0.0028.
  const near = y + k * LN2_HI
  const part = k * LN2_LO
  const rh = near + part
  const rl = restOfSum(near, part, rh) + restOfProduct(k, LN2_LO, part) + k * LN2_REST
  // e^r = 1 + (sh + sl): the series by Horner's rule, 1 + r/2 (1 + r/3 (1 + ...)), the last steps in two parts.
  let sh = 0
  let sl = 0
  for (let n = TERMS; n >= 1; n--) {
    const uh = 1 + sh
    const ul = restOfSum(1, sh, uh) + sl
    const ph = rh * uh
    const pl = restOfProduct(rh, uh, ph) + rh * ul + rl * uh
    sh = ph / n
    sl = (restOfQuotient(ph, n, sh) + pl) / n
  }
  const power = POWER[index]! * scale
  const powerRest = restOfProduct(POWER[index]!, scale, power) + power * REST[index]!
  // power + powerRest is near 1, and so is its product with 1 + s; the ones cancel exactly.
  const product = power * sh
  const rest = restOfProduct(power, sh, product)
  return power - 1 + product + (rest + power * sl + powerRest * (1 + sh))
}

/** x - n * quotient, exactly. */
function restOfQuotient(x: number, n: number, quotient: number): number {
  const product = n * quotient
  return x - product - restOfProduct(n, quotient, product)
}
