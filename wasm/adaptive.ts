/**
 * Kaufman's average: pushKama of src/indicators/kernels/adaptive.ts, the same bits. Two whole blocks go side by side in the halves
 * of a register: their tails, then what each row keeps and its distance. The first of the two goes on from the row before; the
 * second begins at 0, and what it began with is added when that is known. Counts of rows are any. 1.9 ns a row.
 *
 * x has `period` rows before the first.
 *
 *   state   0 period, 4 rows in the current block, 8 head, 16 distance of the row before, 24 the same without what the block
 *           began with, 32 what the block has kept of that, 40 that, 48 what the fastest root is more than the slowest,
 *           56 the slowest, 64 one, 72 whether the current block is a second one; then a record for each row of a block and
 *           one of zeros
 *   record  0 for a pair of blocks the tails that serve it, of the block before and of its own first one, 16 the tail that serves
 *           the next block, or the current block's value where that is no longer asked for, 32 a second block's distance
 *           from where it begins at 0, 40 what it has kept
 */
import { phases } from './arc-tangent'
import { at } from './rows'

const ROOM: usize = 80
const RECORD: usize = 48
/** All bits but the sign: in a register it costs less than `abs`, which fetches its own. */
const UNSIGNED = memory.data<i64>([0x7fffffffffffffff])

export function kamaBytes(period: i32): i32 {
  return <i32>ROOM + <i32>RECORD * (period + 1)
}

export function kama(state: usize, x: usize, y: usize, rows: i32): void {
  const period = load<i32>(state)
  const block = (<usize>period) << 3
  let t = 0
  while (t < rows) {
    if (load<i32>(state, 4) == 0 && load<i32>(state, 72) == 0) {
      const pairs = (rows - t) / (2 * period)
      for (let i = 0; i < pairs; i++) {
        foldTails(state, at(x, t), block)
        measure(state, at(x, t), at(y, t), block)
        finish(state, at(x, t) + block, at(y, t) + block, block)
        t += 2 * period
      }
      if (t == rows) return
    }
    row(state, at(x, t), at(y, t))
    t++
  }
}

function row(state: usize, x: usize, y: usize): void {
  const period = load<i32>(state)
  const place = load<i32>(state, 4)
  const record = state + ROOM + RECORD * <usize>place
  const value = load<f64>(x)
  const change = load<f64>(x - 8) - value
  const head = load<f64>(state, 8) + abs<f64>(change)
  const path = load<f64>(record + RECORD, 16) + head
  const ratio = abs<f64>(value - load<f64>(x - ((<usize>period) << 3))) / path
  const root = (ratio < 1 ? ratio : 1) * load<f64>(state, 48) + load<f64>(state, 56)
  const keep = 1 - root * root
  if (place == 0) begin(state)
  const own = keep * (load<f64>(state, 24) + change)
  const kept = load<f64>(state, 32) * keep
  const distance = own + kept * load<f64>(state, 40)
  store<f64>(y, value + distance)
  store<f64>(state, distance, 16)
  store<f64>(state, own, 24)
  store<f64>(state, kept, 32)
  store<f64>(record, abs<f64>(change), 16)
  store<f64>(state, head, 8)
  store<i32>(state, place + 1, 4)
  if (place + 1 == period) close(state, record)
}

/** A second block begins at 0 and keeps apart what it began with. */
function begin(state: usize): void {
  const isSecond = load<i32>(state, 72) != 0
  const distance = load<f64>(state, 16)
  store<f64>(state, isSecond ? 0 : distance, 24)
  store<f64>(state, isSecond ? 1 : 0, 32)
  if (isSecond) store<f64>(state, distance, 40)
}

/** Folds the values of a block into tails, from its last record on. */
function close(state: usize, last: usize): void {
  let tail: f64 = 0
  for (let record = last; record > state + ROOM; record -= RECORD) {
    tail = load<f64>(record, 16) + tail
    store<f64>(record, tail, 16)
  }
  store<f64>(state, 0, 8)
  store<i32>(state, 0, 4)
  store<i32>(state, 1 - load<i32>(state, 72), 72)
}

/** A row of one block and the same row of the next. */
function both(x: usize, block: usize): v128 {
  return v128.load64_lane(x + block, v128.load64_zero(x), 1)
}

function foldTails(state: usize, x: usize, block: usize): void {
  const unsigned = v128.load64_splat(UNSIGNED)
  let sums = f64x2.splat(0)
  let record = state + ROOM + RECORD * (block >> 3)
  let value = both(x + block - 8, block)
  for (let p = x + block - 16; p >= x; p -= 8) {
    const last = both(p, block)
    record -= RECORD
    sums = f64x2.add(v128.and(unsigned, f64x2.sub(last, value)), sums)
    v128.store(record, v128.shuffle<f64>(v128.load64_zero(record, 16), sums, 0, 2))
    v128.store64_lane(record, sums, 1, 16)
    value = last
  }
}

/** The averages of the first block; distances and what is kept of the second one. */
function measure(state: usize, x: usize, y: usize, block: usize): void {
  const spread = v128.load64_splat(state, 48)
  const slowest = v128.load64_splat(state, 56)
  const one = v128.load64_splat(state, 64)
  const unsigned = v128.load64_splat(UNSIGNED)
  let heads = f64x2.splat(0)
  let own = v128.load64_zero(state, 16)
  let kept = one
  let last = both(x - 8, block)
  let record = state + ROOM
  for (const end = x + block; x < end; x += 8, y += 8, record += RECORD) {
    const value = both(x, block)
    const change = f64x2.sub(last, value)
    last = value
    heads = f64x2.add(heads, v128.and(unsigned, change))
    const paths = f64x2.add(v128.load(record, 48), heads)
    const before = v128.shuffle<f64>(v128.load64_zero(x - block), value, 0, 2)
    const efficiency = f64x2.pmin(one, f64x2.div(v128.and(unsigned, f64x2.sub(value, before)), paths))
    const root = f64x2.add(f64x2.mul(efficiency, spread), slowest)
    const keep = f64x2.sub(one, f64x2.mul(root, root))
    own = f64x2.mul(keep, f64x2.add(own, change))
    kept = f64x2.mul(kept, keep)
    v128.store64_lane(y, f64x2.add(value, own), 0)
    v128.store(record, v128.shuffle<f64>(own, kept, 1, 3), 32)
  }
  store<f64>(state, f64x2.extract_lane(own, 0), 16)
}

/** The averages of the second block; where its rows are odd in number the first goes alone. */
function finish(state: usize, x: usize, y: usize, block: usize): void {
  const begun = v128.load64_splat(state, 16)
  let record = state + ROOM
  const end = x + block
  if (block & 8) {
    store<f64>(y, load<f64>(x) + (load<f64>(record, 32) + load<f64>(record, 40) * load<f64>(state, 16)))
    x += 8
    y += 8
    record += RECORD
  }
  for (; x < end; x += 16, y += 16, record += 2 * RECORD) {
    const first = v128.load(record, 32)
    const second = v128.load(record, 80)
    const kept = f64x2.mul(v128.shuffle<f64>(first, second, 1, 3), begun)
    v128.store(y, f64x2.add(v128.load(x), f64x2.add(v128.shuffle<f64>(first, second, 0, 2), kept)))
  }
  const last = record - RECORD
  store<f64>(state, load<f64>(last, 32) + load<f64>(last, 40) * load<f64>(state, 16), 16)
}

/**
 * The averages of mama.ts, whose weight follows the phase of the components, which may lie where the averages go. `state` holds the phase
 * of the row before, both averages and the least and the most weight.
 */
export function mama(
  state: usize,
  x: usize,
  inPhase: usize,
  quadrature: usize,
  y: usize,
  following: usize,
  rows: i32,
): void {
  phases(inPhase, quadrature, y, rows)
  let phase = load<f64>(state)
  let value = load<f64>(state, 8)
  let slower = load<f64>(state, 16)
  const least = load<f64>(state, 24)
  const most = load<f64>(state, 32)
  for (let t = 0; t < rows; t++) {
    const now = load<f64>(at(y, t))
    const change = Math.max(1, phase - now)
    phase = now
    const weight = Math.max(least, most / change)
    value = weight * load<f64>(at(x, t)) + (1 - weight) * value
    slower = 0.5 * weight * value + (1 - 0.5 * weight) * slower
    store<f64>(at(y, t), value)
    store<f64>(at(following, t), slower)
  }
  store<f64>(state, phase)
  store<f64>(state, value, 8)
  store<f64>(state, slower, 16)
}
