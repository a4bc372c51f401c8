/** The averages of average.ts over a column, by name: the same bits as `pushAverage`. */
import { kamaColumn } from './adaptive-columns.ts'
import { type AverageKind, averageLookback } from './average.ts'
import { trimaState } from './chains.ts'
import { mark, release, takeColumn } from './compiled.ts'
import { demaColumn, emaColumn, spreadColumn, t3Column, temaColumn } from './exponential-columns.ts'
import { runTiles } from './tiles.ts'
import { weightedMeanColumn } from './trend-columns.ts'
import { type AverageRules, slowerLookback } from './two-averages.ts'
import { wilderState } from './wilder.ts'
import { meanColumn, newSum } from './window.ts'
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
      return emaColumn(run, wilderState(run.period))
  }
}

export interface AveragesRun extends Omit<WindowRun, 'period'>, AverageRules {}

/** What `kernel` makes of the averages over fewer and over more values, from where the slower one is warm on. */
export function averagesColumn(run: AveragesRun, kernel: Join): void {
  const { kind, output, start, end } = run
  const [fast, slow] = [Math.min(run.fast, run.slow), Math.max(run.fast, run.slow)]
  const first = start + slowerLookback(run)
  if (first >= end) return
  if (kind === 'ema') return spreadColumn({ ...run, fast, slow }, kernel === 'percentChange')
  const height = mark()
  try {
    const inputs = [takeColumn(end), takeColumn(end)]
    averageColumn(kind, { ...run, output: inputs[0]!, period: fast })
    averageColumn(kind, { ...run, output: inputs[1]!, period: slow })
    joinColumns({ inputs, output, first, end }, kernel)
  } finally {
    release(height)
  }
}

export interface JoinRun {
  readonly inputs: readonly Float64Array[]
  readonly output: Float64Array
  readonly first: number
  readonly end: number
}

/** What `kernel` makes of two columns, row by row from `first` on. */
export function joinColumns({ inputs, output, first, end }: JoinRun, kernel: Join): void {
  const rows = { inputs, outputs: [output], start: first, end, first, isOnePass: true }
  runTiles(rows, ({ kernels }) => (count, [x, y, z]) => {
    kernels[kernel](x!, y!, z!, count)
  })
}

type Join = 'subtract' | 'percentChange'

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
