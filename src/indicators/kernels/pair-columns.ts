/**
 * The kernel of pairs.ts over two columns: the same operations in the same order, so the same bits; about 10 ns a bar. Row i of
 * `tails` are the sums of x, y, xx, yy, xy from place i on; past the end they are 0.
 */
import { squaredDeviations } from './pairs.ts'

export interface PairRun {
  readonly x: Float64Array
  readonly y: Float64Array
  /** Row t is written from `start + period - 1` on. */
  readonly output: Float64Array
  readonly period: number
  readonly start: number
  readonly end: number
}

/** Pearson's correlation (`correlation`) or the slope of y on x (`slope`); 0 where what divides is 0. */
export function pairColumn(run: PairRun, kind: 'correlation' | 'slope'): void {
  const { x, y, output, period, start, end } = run
  const tails = new Float64Array(5 * period + 5)
  const isSlope = kind === 'slope'
  for (let block = start; block < end; block += period) {
    const origin = block === start ? start : block - 1
    const baseX = x[origin]!
    const baseY = y[origin]!
    const rows = Math.min(period, end - block)
    const skip = block === start ? period - 1 : 0
    let sumX = 0
    let sumY = 0
    let sumXX = 0
    let sumYY = 0
    let sumXY = 0
    for (let i = 0, tail = 5; i < rows; i++, tail += 5) {
      const dx = x[block + i]! - baseX
      const dy = y[block + i]! - baseY
      sumX += dx
      sumY += dy
      sumXX += dx * dx
      sumYY += dy * dy
      sumXY += dx * dy
      if (i < skip) continue
      const allX = tails[tail]! + sumX
      const allY = tails[tail + 1]! + sumY
      const squaresX = squaredDeviations(tails[tail + 2]! + sumXX, allX, period)
      const products = tails[tail + 4]! + sumXY - (allX * allY) / period
      if (isSlope) {
        output[block + i] = squaresX === 0 ? 0 : products / squaresX
      } else {
        const squaresY = squaredDeviations(tails[tail + 3]! + sumYY, allY, period)
        const spread = Math.sqrt(squaresX) * Math.sqrt(squaresY)
        output[block + i] = spread === 0 ? 0 : Math.max(-1, Math.min(1, products / spread))
      }
    }
    if (rows === period) foldTails(run, tails, block)
  }
}

function foldTails({ x, y, period }: PairRun, tails: Float64Array, block: number): void {
  const lastX = x[block + period - 1]!
  const lastY = y[block + period - 1]!
  let sumX = 0
  let sumY = 0
  let sumXX = 0
  let sumYY = 0
  let sumXY = 0
  for (let i = period - 1; i > 0; i--) {
    const dx = x[block + i]! - lastX
    const dy = y[block + i]! - lastY
    sumX += dx
    sumY += dy
    sumXX += dx * dx
    sumYY += dy * dy
    sumXY += dx * dy
    const tail = 5 * i
    tails[tail] = sumX
    tails[tail + 1] = sumY
    tails[tail + 2] = sumXX
    tails[tail + 3] = sumYY
    tails[tail + 4] = sumXY
  }
}
