/**
 * The kernel of directional.ts over columns: the same bits. It runs itself until its sums are seeded; from there movements, their
 * sums and what is made of them are loops of wasm/wilder.ts, one after another over a tile.
 */
import { doublesAt } from './compiled.ts'
import {
  directionalIndex,
  directionalState,
  type MovementState,
  minusIndex,
  movementState,
  plusIndex,
  pushDirectional,
  pushMovement,
} from './directional.ts'
import { type EmaState, pushEma } from './exponential.ts'
import { newEma, wholeFrom } from './exponential-columns.ts'
import { newDecay } from './strength-columns.ts'
import { runTiles, type TileLoop, type TileMemory } from './tiles.ts'

export interface MovementRun {
  readonly high: Float64Array
  readonly low: Float64Array
  readonly output: Float64Array
  readonly period: number
  readonly start: number
  readonly end: number
}

export type Side = 'plus' | 'minus'

/** The upward or the downward index, from `start + period` on. */
export function sideColumn(run: MovementRun & { readonly close: Float64Array }, side: Side): void {
  const { high, low, close, output, period, start, end } = run
  const first = start + period
  const from = wholeFrom(first + 1, end)
  const state = directionalState(period)
  const bar = new Float64Array(3)
  for (let t = start; t < from; t++) {
    bar[0] = high[t]!
    bar[1] = low[t]!
    bar[2] = close[t]!
    pushDirectional(state, bar)
    if (t >= first) output[t] = side === 'plus' ? plusIndex(state) : minusIndex(state)
  }
  const tiles = { inputs: [high, low, close], outputs: [output], start: from, end, first: from, lag: 1 }
  runTiles(tiles, (memory) => {
    const { kernels } = memory
    const sums = newDecay(memory, state.movement[side], state.range)
    const plus = memory.column()
    const minus = memory.column()
    const range = memory.column()
    const moved = side === 'plus' ? plus : minus
    return (rows, [h, l, c, y]) => {
      kernels.moves(h!, l!, plus, minus, rows)
      kernels.trueRanges(h!, l!, c!, range, rows)
      kernels.decay(sums, moved, range, rows)
      kernels.percent(moved, range, y!, rows)
    }
  })
}

/** The smoothed upward or downward movement, from `start + period - 1` on, for a period of 2 at least. */
export function movementColumn(run: MovementRun, side: Side): void {
  const state = movementState(run.period)
  const write = (): number => state[side].value
  movementTiles({ run, state, first: run.start + run.period - 1, write }, (memory) => {
    const other = memory.column()
    const sums = newDecay(memory, state[side], state[side === 'plus' ? 'minus' : 'plus'])
    return (rows, [h, l, y]) => {
      if (side === 'plus') memory.kernels.moves(h!, l!, y!, other, rows)
      else memory.kernels.moves(h!, l!, other, y!, rows)
      memory.kernels.decay(sums, y!, other, rows)
    }
  })
}

/** The directional index, from `start + period` on. */
export function indexColumn(run: MovementRun): void {
  const state = movementState(run.period)
  const first = run.start + run.period
  const write = (t: number): number => (t < first ? Number.NaN : directionalIndex(state))
  movementTiles({ run, state, first, write }, (memory) => newIndex(memory, state))
}

/** The directional index averaged, from as many rows on as `average` needs after the first index. */
export function averageIndexColumn(run: MovementRun, average: EmaState): void {
  const { period, start } = run
  const state = movementState(period)
  const write = (t: number): number =>
    t < start + period ? Number.NaN : pushEma(average, directionalIndex(state))
  movementTiles({ run, state, first: start + 2 * period - 1, write }, (memory) => {
    const { kernels } = memory
    const index = newIndex(memory, state)
    const scratch = memory.column()
    const averaged = newEma(memory, average)
    return (rows, [h, l, y], t) => {
      index(rows, [h!, l!, scratch], t)
      kernels.ema(averaged, scratch, y!, rows)
    }
  })
}

interface MovementTiles {
  readonly run: MovementRun
  readonly state: MovementState
  /** The first row that is written. */
  readonly first: number
  /** What a row is after its movement was taken. */
  write(t: number): number
}

function movementTiles(
  { run, state, first, write }: MovementTiles,
  loop: (memory: TileMemory) => TileLoop,
): void {
  const { high, low, output, start, end } = run
  const from = wholeFrom(first + 1, end)
  for (let t = start; t < from; t++) {
    pushMovement(state, high[t]!, low[t]!)
    const value = write(t)
    if (t >= first) output[t] = value
  }
  runTiles({ inputs: [high, low], outputs: [output], start: from, end, first: from, lag: 1 }, loop)
}

/** High and low into the directional index. */
function newIndex(memory: TileMemory, movement: MovementState): TileLoop {
  const { kernels } = memory
  const sums = newDecay(memory, movement.plus, movement.minus)
  const last = memory.bytes(8)
  doublesAt(last, 1)[0] = movement.index
  const plus = memory.column()
  const minus = memory.column()
  return (rows, [h, l, y]) => {
    kernels.moves(h!, l!, plus, minus, rows)
    kernels.decay(sums, plus, minus, rows)
    kernels.directionalIndex(last, plus, minus, y!, rows)
  }
}
