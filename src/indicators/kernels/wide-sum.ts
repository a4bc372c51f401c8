/**
 * The sums of window.ts over many instruments at once, where every instrument has a bar at every pulse: row = pulse x stride +
 * instrument. Rows of a few pulses are copied into the memory of wasm/wide-sums.ts, summed there two instruments at a time, and put back:
 * 1.5 ns a value, the bits of `pushSum` divided by `divisor`.
 */
import type { WideColumns } from '../definition.ts'
import { doublesAt, mark, release } from './compiled.ts'
import { tileMemory } from './tiles.ts'

/** Instruments `from` up to but not including `from + count`, pulses `start` up to but not including `end`. */
export interface WideRun extends Omit<WideColumns, 'inputs' | 'outputs'> {
  readonly input: Float64Array
  /** Holds sums from pulse `start + period - 1` on; what lies between is overwritten. */
  readonly output: Float64Array
}

export interface WideSum {
  readonly period: number
  readonly divisor: number
}

/** Values of a tile: whole pulses, and as many as stay in the second cache beside the ring. */
const TILE = 8_192

/** Bytes that the windows of the lanes which are summed together may take: they stay in reach of the caches. */
const WINDOWS = 1 << 22

/** Returns whether every sum is finite; where it is not, some of what lies before the first sum may be what is not. */
export function sumWide(run: WideRun, sum: WideSum): boolean {
  const most = Math.max(2, Math.floor(WINDOWS / (8 * (sum.period + 1))))
  let isFinite = true
  for (let lane = 0; lane < run.count; lane += most) {
    const strip = { ...run, from: run.from + lane, count: Math.min(most, run.count - lane) }
    isFinite = sumStrip(strip, sum) && isFinite
  }
  return isFinite
}

function sumStrip(run: WideRun, { period, divisor }: WideSum): boolean {
  const { input, output, stride, from, count, start, end } = run
  const height = mark()
  try {
    const memory = tileMemory()
    const { kernels } = memory
    const lanes = count + (count & 1)
    const state = memory.bytes(kernels.wideSumBytes(period, lanes))
    kernels.wideSumInit(state, period, lanes)
    const pulses = Math.max(1, Math.floor(TILE / lanes))
    const x = memory.bytes(8 * pulses * lanes)
    const y = memory.bytes(8 * pulses * lanes)
    const given = doublesAt(x, pulses * lanes).fill(0)
    const taken = doublesAt(y, pulses * lanes)
    let finite = 0
    for (let t = start; t < end; t += pulses) {
      const rows = Math.min(pulses, end - t)
      // Rows that lie without a gap in both go as one.
      const isWhole = count === stride && count === lanes
      const strip = isWhole ? rows * count : count
      const strips = isWhole ? 1 : rows
      let row = t * stride + from
      for (let n = 0; n < strips; n++, row += stride) given.set(input.subarray(row, row + strip), n * lanes)
      finite += kernels.wideSum(state, x, y, rows, divisor)
      row = t * stride + from
      for (let n = 0; n < strips; n++, row += stride) {
        output.set(taken.subarray(n * lanes, n * lanes + strip), row)
      }
    }
    return finite === 0
  } finally {
    release(height)
  }
}
