/**
 * The kernel of trend.ts over a column: the same operations in the same order, so the same bits. Heads are summed forwards and
 * read the tails of the block before; each value has its own loop, because a call or another column per row would double its
 * time. About 4 to 6 ns a bar. Row i of `tails` are the plain and the weighted sum from place i on; past the end they are 0.
 */
import { slopeOf } from './trend.ts'
import type { WindowRun } from './window-run.ts'

/** The mean with weights 1 to `period`. */
export function weightedMeanColumn({ input, output, period, start, end }: WindowRun): void {
  const tails = new Float64Array(2 * period + 2)
  const weights = (period * (period + 1)) / 2
  for (let block = start; block < end; block += period) {
    const base = input[block === start ? start : block - 1]!
    const rows = Math.min(period, end - block)
    const skip = block === start ? period - 1 : 0
    let head = 0
    let weighted = 0
    for (let i = 0; i < rows; i++) {
      const relative = input[block + i]! - base
      head += relative
      weighted += (i + 1) * relative
      if (i < skip) continue
      output[block + i] = base + (tails[2 * i + 3]! + (weighted + (period - i - 1) * head)) / weights
    }
    if (rows === period) foldTails({ input, tails, period }, block)
  }
}

/** The least-squares line, taken `ahead / 2` bars after the middle of the window. */
export function lineColumn({ input, output, period, start, end }: WindowRun, ahead: number): void {
  const tails = new Float64Array(2 * period + 2)
  for (let block = start; block < end; block += period) {
    const base = input[block === start ? start : block - 1]!
    const rows = Math.min(period, end - block)
    const skip = block === start ? period - 1 : 0
    let head = 0
    let weightedHead = 0
    for (let i = 0; i < rows; i++) {
      const relative = input[block + i]! - base
      head += relative
      weightedHead += (i + 1) * relative
      if (i < skip) continue
      const sum = tails[2 * i + 2]! + head
      const weighted = tails[2 * i + 3]! + (weightedHead + (period - i - 1) * head)
      output[block + i] = base + sum / period + (slopeOf(sum, weighted, period) * ahead) / 2
    }
    if (rows === period) foldTails({ input, tails, period }, block)
  }
}

/** The slope of the least-squares line, per bar. */
export function slopeColumn({ input, output, period, start, end }: WindowRun): void {
  const tails = new Float64Array(2 * period + 2)
  for (let block = start; block < end; block += period) {
    const base = input[block === start ? start : block - 1]!
    const rows = Math.min(period, end - block)
    const skip = block === start ? period - 1 : 0
    let head = 0
    let weightedHead = 0
    for (let i = 0; i < rows; i++) {
      const relative = input[block + i]! - base
      head += relative
      weightedHead += (i + 1) * relative
      if (i < skip) continue
      const weighted = tails[2 * i + 3]! + (weightedHead + (period - i - 1) * head)
      output[block + i] = slopeOf(tails[2 * i + 2]! + head, weighted, period)
    }
    if (rows === period) foldTails({ input, tails, period }, block)
  }
}

interface Fold {
  readonly input: Float64Array
  readonly tails: Float64Array
  readonly period: number
}

function foldTails({ input, tails, period }: Fold, block: number): void {
  const last = input[block + period - 1]!
  let tail = 0
  let weighted = 0
  for (let i = period - 1; i > 0; i--) {
    tail += input[block + i]! - last
    weighted += tail
    tails[2 * i] = tail
    tails[2 * i + 1] = weighted
  }
}
