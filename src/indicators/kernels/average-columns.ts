/** The averages of average.ts over a column, by name: the same bits as `pushAverage`. */
import { type AverageKind, averageLookback } from './average.ts'
import { FASTEST, kamaState, pushKama, SLOWEST, trimaState } from './chains.ts'
import { demaColumn, emaColumn, t3Column, temaColumn } from './exponential-columns.ts'
import { runTiles } from './tiles.ts'
import { weightedMeanColumn } from './trend-columns.ts'
import { wilderColumn } from './wilder.ts'
import { meanColumn, newSum, sumColumn } from './window.ts'
import type { WindowRun } from './window-run.ts'

/** Writes rows from `start + averageLookback(kind, period)` on. */
export function averageColumn(kind: AverageKind, run: WindowRun): void {
  if (run.start + averageLookback(kind, run.period) >= run.end) return
  switch (kind) {
    case 'sma':
      return meanColumn(run)
    case 'ema':
      return emaColumn(run)
    case 'wma':
      return weightedMeanColumn(run)
    case 'dema':
      return demaColumn(run)
    case 'tema':
      return temaColumn(run)
    case 'trima':
      return trimaColumn(run)
    case 'kama':
      return kamaColumn(run)
    case 't3':
      return t3Column(run, 0.7)
    case 'rma':
      return wilderColumn(run)
  }
}

/** `pushTrima`: a sum of sums. */
export function trimaColumn({ input, output, period, start, end }: WindowRun): void {
  const { inner, outer } = trimaState(period)
  const rows = { inputs: [input], outputs: [output], start, end, first: start + period - 1 }
  runTiles({ ...rows, unit: 4 * inner.period }, (memory) => {
    const { kernels } = memory
    const sums = memory.column()
    const [first, second] = [newSum(memory, inner.period), newSum(memory, outer.period)]
    let cold = inner.period - 1
    return (count, [x, y]) => {
      kernels.sum(first, x!, sums, count)
      const skip = Math.min(cold, count)
      cold -= skip
      kernels.mean(second, sums + 8 * skip, y! + 8 * skip, count - skip, inner.period * outer.period)
    }
  })
}

/** `pushKama`: the path's length is a sum over the window. */
export function kamaColumn({ input, output, period, start, end }: WindowRun): void {
  const changes = new Float64Array(end - start - 1)
  for (let i = 0; i < changes.length; i++) changes[i] = Math.abs(input[start + 1 + i]! - input[start + i]!)
  const paths = output.subarray(start + 1, end)
  sumColumn({ input: changes, output: paths, period, start: 0, end: changes.length })
  const state = kamaState(period)
  const first = start + period
  for (let t = start; t < first; t++) pushKama(state, input[t]!)
  output[first] = pushKama(state, input[first]!)
  let value = output[first]!
  for (let t = first + 1; t < end; t++) {
    const path = output[t]!
    const net = Math.abs(input[t]! - input[t - period]!)
    const efficiency = path <= net ? 1 : net / path
    const root = efficiency * (FASTEST - SLOWEST) + SLOWEST
    value += (input[t]! - value) * (root * root)
    output[t] = value
  }
}
