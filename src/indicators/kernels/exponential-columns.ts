/**
 * Exponential averages and chains of them over a column: the bits of exponential.ts and ema-chain.ts. The kernel takes the rows
 * that seed it, and up to three more so that whole fours remain; then wasm/exponential.ts takes its numbers over.
 */
import { demaState, pushTrix, t3State, temaState, trixState } from './chains.ts'
import { doublesAt } from './compiled.ts'
import { type EmaChain, pushChain } from './ema-chain.ts'
import { type EmaState, emaState, pushEma } from './exponential.ts'
import { percentChange } from './percent-change.ts'
import { LONG_TILE, runTiles, type TileMemory } from './tiles.ts'
import type { WindowRun } from './window-run.ts'

/** The first row from `first` on after which the rows that remain are whole fours: loops take no others. */
export function wholeFrom(first: number, end: number): number {
  return first + ((end - first) & 3)
}

/** Bytes of the state of a loop of one stage. */
const EMA_BYTES = 80

/** The states of loops of one stage, one after another. */
export function newEma({ bytes }: TileMemory, ...averages: readonly EmaState[]): number {
  const states = bytes(EMA_BYTES * averages.length)
  averages.forEach(({ keep, square, last, change, before, distance }, k) => {
    const numbers = [keep, square, 0, last, 0, change, before, distance, keep]
    doublesAt(states + EMA_BYTES * k, numbers.length).set(numbers)
  })
  return states
}

/** `pushEma`; row t is written from `start + period - 1` on. */
export function emaColumn(run: WindowRun, ema: EmaState = emaState(run.period)): void {
  const { input, output, period, start, end } = run
  const first = start + period - 1
  if (first >= end) return
  const from = wholeFrom(first + 1, end)
  for (let t = start; t < from; t++) {
    const value = pushEma(ema, input[t]!)
    if (t >= first) output[t] = value
  }
  runTiles({ inputs: [input], outputs: [output], start: from, end, first: from }, (memory) => {
    const { kernels } = memory
    const state = newEma(memory, ema)
    return (rows, [x, y]) => {
      kernels.ema(state, x!, y!, rows)
    }
  })
}

/** `demaState`, from `start + 2 (period - 1)` on. */
export function demaColumn(run: WindowRun): void {
  chainColumn(run, demaState(run.period), 'emaTwice')
}

/** `temaState`, from `start + 3 (period - 1)` on. */
export function temaColumn(run: WindowRun): void {
  chainColumn(run, temaState(run.period), 'emaThrice')
}

/** `t3State`, from `start + 6 (period - 1)` on. */
export function t3Column(run: WindowRun, factor: number): void {
  chainColumn(run, t3State(run.period, factor), 'emaSixfold')
}

function chainColumn(run: WindowRun, chain: EmaChain, loop: 'emaTwice' | 'emaThrice' | 'emaSixfold'): void {
  const { input, output, period, start, end } = run
  const first = start + chain.now.length * (period - 1)
  if (first >= end) return
  // Two rows before the loop's first are read too.
  const from = Math.min(wholeFrom(Math.max(first + 1, start + 2), end), end)
  for (let t = start; t < from; t++) {
    const value = pushChain(chain, input[t]!)
    if (t >= first) output[t] = value
  }
  const rows = { start: from, end, first: from, lag: 2, tile: LONG_TILE }
  runTiles({ inputs: [input], outputs: [output], ...rows }, (memory) => {
    const kernel = memory.kernels[loop]
    const state = newChain(memory, chain)
    return (rows, [x, y]) => {
      kernel(state, x!, y!, rows)
    }
  })
}

/** The state of a loop of as many stages as the chain has; `rest` are numbers of its own. */
export function newChain({ bytes }: TileMemory, chain: EmaChain, ...rest: readonly number[]): number {
  const { keep, now, before, shares, last, change } = chain
  const pairs = [...now].flatMap((distance, k) => [before[k]!, distance])
  const numbers = [keep, keep * keep, 0, last, 0, change, ...pairs, ...shares, ...rest]
  const state = bytes(8 * numbers.length)
  doublesAt(state, numbers.length).set(numbers)
  return state
}

/** `pushTrix`, from `start + 3 (period - 1) + 1` on. */
export function trixColumn({ input, output, period, start, end }: WindowRun): void {
  const trix = trixState(period)
  const first = start + 3 * (period - 1) + 1
  const from = wholeFrom(first + 1, end)
  for (let t = start; t < from; t++) {
    const value = pushTrix(trix, input[t]!)
    if (t >= first) output[t] = value
  }
  const rows = { start: from, end, first: from, tile: LONG_TILE }
  runTiles({ inputs: [input], outputs: [output], ...rows }, (memory) => {
    const { kernels } = memory
    const state = newChain(memory, trix.chain, trix.average, trix.part)
    return (rows, [x, y]) => {
      kernels.trix(state, x!, y!, rows)
    }
  })
}

export interface SpreadRun extends Omit<WindowRun, 'period'> {
  readonly fast: number
  readonly slow: number
}

/** Two averages of one column, fast minus slow, from where the slow one is seeded on; in percent of that one where `isRelative`. */
export function spreadColumn(run: SpreadRun, isRelative: boolean): void {
  const { input, output, start, end } = run
  const [fast, slow] = [emaState(run.fast), emaState(run.slow)]
  const first = start + run.slow - 1
  const from = wholeFrom(first + 1, end)
  for (let t = start; t < from; t++) {
    const [quick, base] = [pushEma(fast, input[t]!), pushEma(slow, input[t]!)]
    if (t >= first) output[t] = isRelative ? percentChange(quick, base) : quick - base
  }
  const kernel = isRelative ? 'relativeSpread' : 'spread'
  runTiles({ inputs: [input], outputs: [output], start: from, end, first: from }, (memory) => {
    const { kernels } = memory
    const states = [newEma(memory, fast), newEma(memory, slow)] as const
    return (rows, [x, y]) => {
      kernels[kernel](...states, x!, y!, rows)
    }
  })
}
