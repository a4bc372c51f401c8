/** The trendline of trendline.ts over a column: the same bits (wasm/hilbert.ts). */
import { doublesAt, mark, release, takeColumn } from './compiled.ts'
import { CYCLE_LOOKBACK, CYCLE_SETTLE } from './cycle-phase.ts'
import { hilbertColumns } from './hilbert-columns.ts'
import { runTiles } from './tiles.ts'

/** Means that one value is made of, but the newest. */
const OLDER = 3
/** The longest cycle. */
const LONGEST = 50

export interface TrendlineRun {
  readonly input: Float64Array
  readonly output: Float64Array
  readonly start: number
  readonly end: number
}

/** Row t is written from `start + CYCLE_LOOKBACK` on. */
export function trendlineColumn({ input, output, start, end }: TrendlineRun): void {
  const first = start + CYCLE_LOOKBACK
  if (first >= end) return
  const height = mark()
  try {
    const periods = takeColumn(end)
    const from = first - OLDER
    hilbertColumns({ input, smoothPeriod: periods, settle: CYCLE_SETTLE, start, first: from, end })
    const rows = { start: from, end, first, lag: LONGEST }
    runTiles({ inputs: [input, periods], outputs: [output], ...rows }, (memory) => {
      const { kernels } = memory
      const means = memory.column(1, OLDER)
      const kept = doublesAt(means - 8 * OLDER, OLDER + memory.rows)
      return (count, [x, p, y]) => {
        kernels.cycleMeans(x!, p!, means, count)
        kernels.trendline(means, y!, count)
        kept.copyWithin(0, count, count + OLDER)
      }
    })
  } finally {
    release(height)
  }
}
