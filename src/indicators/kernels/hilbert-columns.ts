/** The discriminator of hilbert.ts over columns: the loops of wasm/hilbert.ts, once the delay lines are full. */
import { doublesAt } from './compiled.ts'
import { ago, hilbertState, pushHilbert } from './hilbert.ts'
import { runTiles } from './tiles.ts'

export interface HilbertRun {
  readonly input: Float64Array
  /** Columns, where they are asked for. */
  readonly inPhase?: Float64Array
  readonly quadrature?: Float64Array
  readonly smoothPeriod?: Float64Array
  readonly settle: number
  readonly start: number
  /** The first row that is written, at least nine after the filters' start. */
  readonly first: number
  readonly end: number
}

/** Rows that the loops look back to. */
const HISTORY = 9

/** `pushHilbert` over a column. */
export function hilbertColumns(run: HilbertRun): void {
  const { input, start, first, end } = run
  const state = hilbertState(run.settle)
  for (let t = start; t < first; t++) pushHilbert(state, input[t]!)
  const columns = [run.inPhase, run.quadrature, run.smoothPeriod]
  const outputs = columns.filter((column) => column !== undefined)
  runTiles({ inputs: [input], outputs, start: first, end, first, lag: HISTORY }, (memory) => {
    const { kernels, bytes, column } = memory
    const numbers = bytes(8 * 7)
    const { i2, q2, re, im, period, smoothPeriod, width } = state
    doublesAt(numbers, 7).set([i2, q2, re, im, period, smoothPeriod, width])
    const lineOf = (ring: Float64Array): number => {
      const line = bytes(8 * (HISTORY + memory.rows))
      const history = Float64Array.from({ length: HISTORY }, (_, i) => ago(ring, state.count, HISTORY - i))
      doublesAt(line, HISTORY).set(history)
      return line + 8 * HISTORY
    }
    const lines = [lineOf(state.detrended), lineOf(state.quadratures)] as const
    const room = bytes(8 * (memory.rows + 6))
    const spare = columns.map((each) => (each === undefined ? column() : -1))
    return (rows, [x, ...given]) => {
      const [a, b, c] = spare.map((address) => (address === -1 ? given.shift()! : address))
      kernels.hilbert(numbers, x!, a!, b!, c!, rows, ...lines, room)
    }
  })
}
