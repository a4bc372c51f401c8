/**
 * A candle pattern over columns. For each tile of rows the facts of its shapes are asked of all rows at once (candle-tile.ts), what is
 * had for little first, until few rows are left; those are looked at as the streaming kernel does it. So a pattern costs what its
 * first facts cost where they are rare, and nothing unforeseeable is asked of many rows where they are not.
 */
import { type DatedFact, factsOf, type Shapes } from './candle-facts.ts'
import { type CandleSums, LEAD } from './candle-sums.ts'
import { bitBytes, createCandleTile } from './candle-tile.ts'
import type { Candles } from './candles.ts'
import { doublesAt } from './compiled.ts'
import { runTiles, type TileMemory } from './tiles.ts'

export interface CandleRun {
  /** Open, high, low and close. */
  readonly inputs: readonly Float64Array[]
  readonly outputs: readonly Float64Array[]
  readonly start: number
  readonly end: number
  /** Rows before a row that a pattern may need. */
  readonly lookback: number
  readonly shapes: Shapes
  /** What `detect` says of each shape, where the shape says all that it asks. */
  readonly values?: readonly number[]
}

const NO_ROWS = new Float64Array(0)
/** Rows of which one is looked at costs less than another fact of all of them. */
const FEW = 128

/** Writes what `detect` says of each row from `start + lookback` on, with that row as the newest candle. */
export function detectColumn(run: CandleRun, detect: (c: Candles) => number): void {
  const { inputs, outputs, start, end, lookback } = run
  const first = start + lookback
  const plan = planOf(run)
  runTiles({ inputs, outputs, start: first, end, first, lag: lookback }, (memory) => {
    const finder = createFinder(memory)
    return (rows, addresses) => {
      finder.open(rows, addresses)
      for (const shape of plan) detectShape(finder, shape, detect)
    }
  })
}

export interface PlannedShape {
  readonly facts: readonly DatedFact[]
  readonly value?: number | undefined
}

export function planOf({ shapes, values }: Pick<CandleRun, 'shapes' | 'values'>): readonly PlannedShape[] {
  return shapes.map((shape, k) => ({ facts: factsOf(shape), value: values?.[k] }))
}

/** Writes the value of the rows of a tile that have a shape; others stay as they are. */
export function detectShape(
  finder: Finder,
  { facts, value }: PlannedShape,
  detect: (c: Candles) => number,
): void {
  const isWhole = finder.find(facts)
  if (isWhole && value !== undefined) {
    finder.store(value)
    return
  }
  const found = finder.rows()
  if (found.length === 0) return
  const { sums, output } = finder
  const c = sums.candles()
  const y = output()
  const isFew = found.length * FEW <= y.length
  if (!isFew) sums.of()
  for (let i = 0; i < found.length; i++) {
    // As an integer to the compiler too: a count that may be a double makes every index of a candle slow.
    const t = found[i]! | 0
    if (isFew) sums.of(t)
    c.count = t + LEAD + 1
    y[t] = detect(c)
  }
}

export interface Finder {
  readonly sums: CandleSums
  /** Takes a tile: the addresses of its open, high, low, close and output, and its rows. Sets the output to 0. */
  open(rows: number, addresses: readonly number[]): void
  /** Finds the rows of which the facts hold; false where few rows are left and not all facts were asked. */
  find(facts: readonly DatedFact[]): boolean
  /** The rows found. */
  rows(): Float64Array
  /** Stores a value in the output at the rows found. */
  store(value: number): void
  output(): Float64Array
  /** The rows found are gathered with those before, of this tile. */
  gather(): void
  gathered(): Float64Array
}

export function createFinder(memory: TileMemory): Finder {
  const { kernels } = memory
  const tile = createCandleTile(memory)
  const bits = memory.bytes(bitBytes(memory.rows)) + 8
  const union = memory.bytes(bitBytes(memory.rows)) + 8
  const list = memory.column()
  let y = 0
  let rows = 0
  let words = 0
  let left = 0
  let hasGathered = false
  const rowsOf = (found: number): Float64Array => doublesAt(list, kernels.listRows(found, -LEAD, list, words))
  return {
    sums: tile.sums,
    open(count, addresses) {
      rows = count
      y = addresses[4]!
      words = Math.ceil((count + LEAD) / 64)
      kernels.clear(y, count)
      hasGathered = false
      tile.open(count, addresses)
    },
    find(facts) {
      kernels.everyRow(bits, LEAD, rows)
      left = rows
      for (let k = 0; k < facts.length; k++) {
        if (left * FEW <= rows) return false
        const { comparison, isTrue, ago } = facts[k]!
        left = kernels.narrow(bits, tile.bitsOf(comparison), ago, isTrue ? 0 : -1, words)
      }
      return true
    },
    rows: () => (left === 0 ? NO_ROWS : rowsOf(bits)),
    store(value) {
      kernels.storeWhere(bits, y - 8 * LEAD, value, words)
    },
    output: () => doublesAt(y, rows),
    gather() {
      if (!hasGathered) kernels.clear(union, words)
      hasGathered = true
      kernels.unite(union, bits, words)
    },
    gathered: () => rowsOf(union),
  }
}
