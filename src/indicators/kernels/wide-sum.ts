/**
 * The sums of window.ts over many instruments at once, where every instrument has a bar at every pulse: row = pulse x stride + instrument. Eight
 * neighbours share a cache line and are summed side by side, so that no sum waits for another and no bar is moved: 2 to
 * 3 ns a value, the bits of `pushSum` divided by `divisor`.
 */

/** Instruments `from` up to but not including `from + count`, pulses `start` up to but not including `end`. */
export interface WideRun {
  readonly input: Float64Array
  /** Holds sums from pulse `start + period - 1` on; what lies between is overwritten. */
  readonly output: Float64Array
  readonly stride: number
  readonly from: number
  readonly count: number
  readonly start: number
  readonly end: number
}

export interface WideSum {
  readonly period: number
  readonly divisor: number
}

/** Pulses that all lanes pass together: their pages stay in the page cache. */
const PULSES = 32

export function sumWide(run: WideRun, sum: WideSum): void {
  const { count, start, end } = run
  const { period } = sum
  // The tails of lane k and, where it leads eight, of those beside it begin at k x period.
  const tails = new Float64Array(8 * Math.ceil(count / 8) * period)
  const pulses = period * Math.ceil(PULSES / period)
  const part = { ...sum, tails, lane: 0, begin: 0, until: 0 }
  for (let begin = start; begin < end; begin += pulses) {
    part.begin = begin
    part.until = Math.min(begin + pulses, end)
    let k = 0
    for (; k + 8 <= count; k += 8) {
      part.lane = k
      sumEight(run, part)
    }
    for (; k < count; k++) {
      part.lane = k
      sumOne(run, part)
    }
  }
}

/** Whole blocks of pulses, and a lane: the instrument `from + lane`. */
interface Part extends WideSum {
  readonly tails: Float64Array
  readonly lane: number
  readonly begin: number
  readonly until: number
}

function sumEight({ input, output, stride, from }: WideRun, part: Part): void {
  const { tails, lane, begin, until, period, divisor } = part
  for (let block = begin; block < until; block += period) {
    const end = Math.min(block + period, until)
    let row = block * stride + from + lane
    let tail = lane * period
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    let e = 0
    let f = 0
    let g = 0
    let h = 0
    for (let t = block; t < end; t++, row += stride, tail += 8) {
      a += input[row]!
      b += input[row + 1]!
      c += input[row + 2]!
      d += input[row + 3]!
      e += input[row + 4]!
      f += input[row + 5]!
      g += input[row + 6]!
      h += input[row + 7]!
      output[row] = (tails[tail]! + a) / divisor
      output[row + 1] = (tails[tail + 1]! + b) / divisor
      output[row + 2] = (tails[tail + 2]! + c) / divisor
      output[row + 3] = (tails[tail + 3]! + d) / divisor
      output[row + 4] = (tails[tail + 4]! + e) / divisor
      output[row + 5] = (tails[tail + 5]! + f) / divisor
      output[row + 6] = (tails[tail + 6]! + g) / divisor
      output[row + 7] = (tails[tail + 7]! + h) / divisor
    }
    if (block + period > until) return
    a = b = c = d = e = f = g = h = 0
    // Row i of the next block adds the sum of this one from row i + 1 on; its last row adds 0.
    tail -= 16
    row -= stride
    for (let i = period - 1; i > 0; i--, row -= stride, tail -= 8) {
      a += input[row]!
      b += input[row + 1]!
      c += input[row + 2]!
      d += input[row + 3]!
      e += input[row + 4]!
      f += input[row + 5]!
      g += input[row + 6]!
      h += input[row + 7]!
      tails[tail] = a
      tails[tail + 1] = b
      tails[tail + 2] = c
      tails[tail + 3] = d
      tails[tail + 4] = e
      tails[tail + 5] = f
      tails[tail + 6] = g
      tails[tail + 7] = h
    }
  }
}

/** One of the up to seven instruments that are left over. */
function sumOne({ input, output, stride, from }: WideRun, part: Part): void {
  const { tails, lane, begin, until, period, divisor } = part
  const own = lane * period
  for (let block = begin; block < until; block += period) {
    const rows = Math.min(period, until - block)
    let sum = 0
    let row = block * stride + from + lane
    for (let i = 0; i < rows; i++, row += stride) {
      sum += input[row]!
      output[row] = (tails[own + i]! + sum) / divisor
    }
    if (rows < period) return
    sum = 0
    row -= stride
    for (let i = period - 2; i >= 0; i--, row -= stride) {
      sum += input[row]!
      tails[own + i] = sum
    }
  }
}
