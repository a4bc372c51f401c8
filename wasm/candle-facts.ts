/**
 * What is measured of candles, as columns of a tile, and comparisons of such columns as bits: one for each row, 16 rows at a time.
 * Bits are joined 64 rows at a time, which costs next to nothing, so a pattern costs what the comparisons that it asks for cost: 0.2 to
 * 0.3 ns a row each. The measures are those of src/indicators/kernels/candles.ts, in its order of operations. Every loop takes rows in
 * sixteens.
 */
import { at } from './rows'

/**
 * |b - a| summed over two and four rows, and of each row so many times the mean over the ten before. Ranges are no less than 0. Sums
 * are those of the rows from the one before the first to the one before the last; the first of them lack what lies before.
 */
export function candleSums(
  a: usize,
  b: usize,
  twos: usize,
  fours: usize,
  means: usize,
  factor: f64,
  rows: i32,
): void {
  const factors = f64x2.splat(factor)
  const ten = f64x2.splat(10)
  let before = f64x2.splat(0)
  // Sums over two of one to four pairs of rows before, and over four of one and two.
  let two1 = before
  let two2 = before
  let two3 = before
  let two4 = before
  let four1 = before
  let four2 = before
  for (const end = at(means, rows); means < end; a += 32, b += 32, twos += 32, fours += 32, means += 32) {
    const one = f64x2.abs(f64x2.sub(v128.load(b - 8), v128.load(a - 8)))
    const two = f64x2.add(v128.shuffle<f64>(before, one, 1, 2), one)
    const four = f64x2.add(two1, two)
    v128.store(twos - 8, two)
    v128.store(fours - 8, four)
    v128.store(means, f64x2.mul(factors, f64x2.div(f64x2.add(two4, f64x2.add(four2, four)), ten)))
    before = f64x2.abs(f64x2.sub(v128.load(b, 8), v128.load(a, 8)))
    const next = f64x2.add(v128.shuffle<f64>(one, before, 1, 2), before)
    const fourNext = f64x2.add(two, next)
    v128.store(twos, next, 8)
    v128.store(fours, fourNext, 8)
    v128.store(means, f64x2.mul(factors, f64x2.div(f64x2.add(two3, f64x2.add(four1, fourNext)), ten)), 16)
    two4 = two2
    two3 = two1
    two2 = two
    two1 = next
    four2 = four
    four1 = fourNext
  }
}

/** Upper and lower ends of the bodies. */
export function candleEnds(open: usize, close: usize, tops: usize, bottoms: usize, rows: i32): void {
  for (const end = at(tops, rows); tops < end; open += 32, close += 32, tops += 32, bottoms += 32) {
    const o = v128.load(open)
    const c = v128.load(close)
    v128.store(tops, f64x2.pmax(o, c))
    v128.store(bottoms, f64x2.pmin(o, c))
    const oNext = v128.load(open, 16)
    const cNext = v128.load(close, 16)
    v128.store(tops, f64x2.pmax(oNext, cNext), 16)
    v128.store(bottoms, f64x2.pmin(oNext, cNext), 16)
  }
}

/** Bodies, upper and lower shadows. */
export function candleShadows(
  open: usize,
  high: usize,
  low: usize,
  close: usize,
  bodies: usize,
  uppers: usize,
  lowers: usize,
  rows: i32,
): void {
  for (const end = at(bodies, rows); bodies < end; bodies += 32, uppers += 32, lowers += 32) {
    const o = v128.load(open)
    const c = v128.load(close)
    const top = f64x2.pmax(o, c)
    const bottom = f64x2.pmin(o, c)
    v128.store(bodies, f64x2.sub(top, bottom))
    v128.store(uppers, f64x2.sub(v128.load(high), top))
    v128.store(lowers, f64x2.sub(bottom, v128.load(low)))
    const oNext = v128.load(open, 16)
    const cNext = v128.load(close, 16)
    const topNext = f64x2.pmax(oNext, cNext)
    const bottomNext = f64x2.pmin(oNext, cNext)
    v128.store(bodies, f64x2.sub(topNext, bottomNext), 16)
    v128.store(uppers, f64x2.sub(v128.load(high, 16), topNext), 16)
    v128.store(lowers, f64x2.sub(bottomNext, v128.load(low, 16)), 16)
    open += 32
    high += 32
    low += 32
    close += 32
  }
}

/** The sum over the ten rows before, of sums over two and four. */
function tenBefore(twos: usize, fours: usize): v128 {
  return f64x2.add(v128.load(twos - 72), f64x2.add(v128.load(fours - 40), v128.load(fours - 8)))
}

/** Half the mean of both shadows of the ten rows before: what of a range is no body. */
export function meanShadow(
  rangesOfTwo: usize,
  rangesOfFour: usize,
  bodiesOfTwo: usize,
  bodiesOfFour: usize,
  y: usize,
  rows: i32,
): void {
  for (const end = at(y, rows); y < end; y += 16) {
    const shadows = f64x2.sub(tenBefore(rangesOfTwo, rangesOfFour), tenBefore(bodiesOfTwo, bodiesOfFour))
    v128.store(y, f64x2.mul(f64x2.div(shadows, f64x2.splat(10)), f64x2.splat(0.5)))
    rangesOfTwo += 16
    rangesOfFour += 16
    bodiesOfTwo += 16
    bodiesOfFour += 16
  }
}

/** So many times the mean range of the five rows before, of the ranges of four. */
function shareOfFive(high: usize, low: usize, rangesOfFour: usize, factors: v128): v128 {
  const fifth = f64x2.sub(v128.load(high - 40), v128.load(low - 40))
  const five = f64x2.add(fifth, v128.load(rangesOfFour - 8))
  return f64x2.mul(factors, f64x2.div(five, f64x2.splat(5)))
}

/** `x` and more, and `x` and less, by a twentieth of the mean range of the five rows before. */
export function aroundEqual(
  x: usize,
  high: usize,
  low: usize,
  rangesOfFour: usize,
  more: usize,
  less: usize,
  rows: i32,
): void {
  const twentieth = f64x2.splat(0.05)
  for (const end = at(x, rows); x < end; x += 16, more += 16, less += 16) {
    const reach = shareOfFive(high, low, rangesOfFour, twentieth)
    v128.store(more, f64x2.add(v128.load(x), reach))
    v128.store(less, f64x2.sub(v128.load(x), reach))
    high += 16
    low += 16
    rangesOfFour += 16
  }
}

/**
 * How far a body lies off what is near the middle of the range: within a fifth of the mean range of the five rows before. No more than
 * 0 where it reaches there: the sign of a difference is exact.
 */
export function offMiddle(
  open: usize,
  high: usize,
  low: usize,
  close: usize,
  rangesOfFour: usize,
  y: usize,
  rows: i32,
): void {
  const fifth = f64x2.splat(0.2)
  for (const end = at(y, rows); y < end; y += 16) {
    const near = shareOfFive(high, low, rangesOfFour, fifth)
    const o = v128.load(open)
    const c = v128.load(close)
    const l = v128.load(low)
    const middle = f64x2.add(l, f64x2.mul(f64x2.sub(v128.load(high), l), f64x2.splat(0.5)))
    const over = f64x2.sub(f64x2.pmin(o, c), f64x2.add(middle, near))
    const under = f64x2.sub(f64x2.sub(middle, near), f64x2.pmax(o, c))
    v128.store(y, f64x2.pmax(over, under))
    open += 16
    high += 16
    low += 16
    close += 16
    rangesOfFour += 16
  }
}

/** Masks of eight rows, two in each, as one. */
function join(a: v128, b: v128, c: v128, d: v128): v128 {
  return i16x8.narrow_i32x4_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d))
}

/** Bits of the rows in which a > factor * b. */
export function above(a: usize, b: usize, factor: f64, bits: usize, rows: i32): void {
  const k = f64x2.splat(factor)
  for (const end = at(a, rows); a < end; a += 128, b += 128, bits += 2) {
    const first = join(
      f64x2.gt(v128.load(a), f64x2.mul(k, v128.load(b))),
      f64x2.gt(v128.load(a, 16), f64x2.mul(k, v128.load(b, 16))),
      f64x2.gt(v128.load(a, 32), f64x2.mul(k, v128.load(b, 32))),
      f64x2.gt(v128.load(a, 48), f64x2.mul(k, v128.load(b, 48))),
    )
    const second = join(
      f64x2.gt(v128.load(a, 64), f64x2.mul(k, v128.load(b, 64))),
      f64x2.gt(v128.load(a, 80), f64x2.mul(k, v128.load(b, 80))),
      f64x2.gt(v128.load(a, 96), f64x2.mul(k, v128.load(b, 96))),
      f64x2.gt(v128.load(a, 112), f64x2.mul(k, v128.load(b, 112))),
    )
    store<u16>(bits, <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(first, second)))
  }
}

/** Bits of the rows in which a >= b. */
export function reaches(a: usize, b: usize, bits: usize, rows: i32): void {
  for (const end = at(a, rows); a < end; a += 128, b += 128, bits += 2) {
    const first = join(
      f64x2.ge(v128.load(a), v128.load(b)),
      f64x2.ge(v128.load(a, 16), v128.load(b, 16)),
      f64x2.ge(v128.load(a, 32), v128.load(b, 32)),
      f64x2.ge(v128.load(a, 48), v128.load(b, 48)),
    )
    const second = join(
      f64x2.ge(v128.load(a, 64), v128.load(b, 64)),
      f64x2.ge(v128.load(a, 80), v128.load(b, 80)),
      f64x2.ge(v128.load(a, 96), v128.load(b, 96)),
      f64x2.ge(v128.load(a, 112), v128.load(b, 112)),
    )
    store<u16>(bits, <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(first, second)))
  }
}

/** Bits of `rows` rows from `first` on, one of the first 64, and of no others. */
export function everyRow(bits: usize, first: i32, rows: i32): void {
  let left = first + rows
  store<u64>(bits, ~(<u64>0) << first)
  for (; left > 64; left -= 64) {
    bits += 8
    store<u64>(bits, ~(<u64>0))
  }
  store<u64>(bits, load<u64>(bits) & (~(<u64>0) >> (64 - left)))
}

/** Keeps of `bits` those whose row `ago` rows before has a bit in `fact`, or has none where `flip` is -1; how many are left. */
export function narrow(bits: usize, fact: usize, ago: i32, flip: i32, words: i32): i32 {
  let left: i64 = 0
  let before: u64 = 0
  const flips = <u64>(<i64>flip)
  for (const end = at(bits, words); bits < end; bits += 8, fact += 8) {
    const word = load<u64>(fact)
    const moved = (word << ago) | ((before >> 1) >> (63 - ago))
    const kept = load<u64>(bits) & (moved ^ flips)
    store<u64>(bits, kept)
    left += popcnt<u64>(kept)
    before = word
  }
  return <i32>left
}

/** Sets rows to 0, or as many words of bits. */
export function clear(y: usize, rows: i32): void {
  memory.fill(y, 0, (<usize>rows) << 3)
}

/** Adds `bits` to those of `sum`. */
export function unite(sum: usize, bits: usize, words: i32): void {
  for (const end = at(bits, words); bits < end; bits += 8, sum += 8) {
    store<u64>(sum, load<u64>(sum) | load<u64>(bits))
  }
}

/** Stores `value` in the rows that have a bit; the first bit is that of `y`. */
export function storeWhere(bits: usize, y: usize, value: f64, words: i32): void {
  for (const end = at(bits, words); bits < end; bits += 8, y += 512) {
    for (let word = load<u64>(bits); word != 0; word &= word - 1) {
      store<f64>(y + ((<usize>ctz<u64>(word)) << 3), value)
    }
  }
}

/** Lists the rows that have a bit, the first being `row`, as doubles; how many they are. */
export function listRows(bits: usize, row: i32, list: usize, words: i32): i32 {
  const start = list
  for (const end = at(bits, words); bits < end; bits += 8, row += 64) {
    for (let word = load<u64>(bits); word != 0; word &= word - 1) {
      store<f64>(list, <f64>(row + <i32>ctz<u64>(word)))
      list += 8
    }
  }
  return <i32>((list - start) >> 3)
}
