/**
 * Facts of candles as bits, two rows at a time, and the rows whose candles have those that a pattern asks for. The facts and their
 * bits are those of src/indicators/kernels/candle-facts.ts, the measures those of candles.ts. About 3 ns a row.
 */
import { at } from './rows'

/** What moves the bits of a candle before those of the next: shifts of doubles are fast products, those of integers are not. */
const NEXT: f64 = 1024
/** A double from here to twice it has the integer that it is more in its lowest bits. */
const INTEGERS: f64 = 4503599627370496

/**
 * |b - a| summed over two and four rows, from the second row and from the fourth on. Ranges are no less than 0. Rows come in
 * pairs, so that there is room for one more.
 */
export function candleSums(a: usize, b: usize, twos: usize, fours: usize, rows: i32): void {
  let before = f64x2.splat(0)
  let twoBefore = before
  for (const end = at(twos, rows); twos < end; a += 16, b += 16, twos += 16, fours += 16) {
    const one = f64x2.abs(f64x2.sub(v128.load(b), v128.load(a)))
    const two = f64x2.add(v128.shuffle<f64>(before, one, 1, 2), one)
    v128.store(twos, two)
    v128.store(fours, f64x2.add(twoBefore, two))
    before = one
    twoBefore = two
  }
}

/** The mean of ten rows before, of sums over two and four. */
function meanOfTen(twos: usize, fours: usize): v128 {
  const eight = f64x2.add(v128.load(fours - 40), v128.load(fours - 8))
  return f64x2.div(f64x2.add(v128.load(twos - 72), eight), f64x2.splat(10))
}

/** Facts of each row, an integer as a double; those that are said by rows before are wrong where there are too few. Rows come in pairs. */
export function candleFacts(
  open: usize,
  high: usize,
  low: usize,
  close: usize,
  bodiesOfTwo: usize,
  bodiesOfFour: usize,
  rangesOfTwo: usize,
  rangesOfFour: usize,
  facts: usize,
  rows: i32,
): void {
  let topBefore = f64x2.splat(0)
  let bottomBefore = f64x2.splat(0)
  for (let t = 0; t < rows; t += 2) {
    const o = v128.load(at(open, t))
    const c = v128.load(at(close, t))
    const closeBefore = v128.load(at(close, t) - 8)
    const top = f64x2.pmax(o, c)
    const bottom = f64x2.pmin(o, c)
    const body = f64x2.abs(f64x2.sub(c, o))
    const mean = meanOfTen(at(bodiesOfTwo, t), at(bodiesOfFour, t))
    const tenth = f64x2.mul(f64x2.splat(0.1), meanOfTen(at(rangesOfTwo, t), at(rangesOfFour, t)))
    const tops = v128.shuffle<f64>(topBefore, top, 1, 2)
    const bottoms = v128.shuffle<f64>(bottomBefore, bottom, 1, 2)
    topBefore = top
    bottomBefore = bottom
    const upper = f64x2.sub(v128.load(at(high, t)), top)
    const lower = f64x2.sub(bottom, v128.load(at(low, t)))
    // From the highest bit to the lowest: a mask is -1 where it holds.
    let word = i64x2.neg(f64x2.lt(c, closeBefore))
    word = withBit(word, f64x2.gt(c, closeBefore))
    word = withBit(word, f64x2.lt(top, bottoms))
    word = withBit(word, f64x2.gt(bottom, tops))
    word = withBit(word, f64x2.lt(lower, tenth))
    word = withBit(word, f64x2.lt(upper, tenth))
    word = withBit(word, f64x2.le(body, tenth))
    word = withBit(word, f64x2.lt(body, mean))
    word = withBit(word, f64x2.gt(body, mean))
    word = withBit(word, f64x2.ge(c, o))
    v128.store(at(facts, t), f64x2.sub(v128.or(word, f64x2.splat(INTEGERS)), f64x2.splat(INTEGERS)))
  }
}

function withBit(word: v128, mask: v128): v128 {
  return i64x2.sub(i64x2.add(word, word), mask)
}

/**
 * The rows, as doubles in `found`, at which the facts of five candles under a mask are the value, by either pair; how many they are.
 * `words` are mask, value, mask, value, each more by INTEGERS. Reads the facts of four rows before the first; `found` is for two
 * rows more.
 */
export function candlesLike(facts: usize, rows: i32, words: usize, found: usize): i32 {
  const firstMask = v128.load64_splat(words)
  const firstValue = v128.load64_splat(words, 8)
  const secondMask = v128.load64_splat(words, 16)
  const secondValue = v128.load64_splat(words, 24)
  const next = f64x2.splat(NEXT)
  const integers = f64x2.splat(INTEGERS)
  let count = 0
  for (let t = 0; t < rows; t += 2) {
    const p = at(facts, t)
    let word = f64x2.add(f64x2.mul(v128.load(p - 32), next), v128.load(p - 24))
    word = f64x2.add(f64x2.mul(word, next), v128.load(p - 16))
    word = f64x2.add(f64x2.mul(word, next), v128.load(p - 8))
    word = f64x2.add(f64x2.mul(word, next), f64x2.add(v128.load(p), integers))
    const first = i64x2.eq(v128.and(word, firstMask), firstValue)
    const like = v128.or(first, i64x2.eq(v128.and(word, secondMask), secondValue))
    if (!v128.any_true(like)) continue
    const lanes = i64x2.bitmask(like)
    store<f64>(at(found, count), <f64>t)
    count += lanes & 1
    store<f64>(at(found, count), <f64>(t + 1))
    count += lanes >> 1
  }
  return count > 0 && load<f64>(at(found, count - 1)) >= <f64>rows ? count - 1 : count
}
