/**
 * A candle pattern over columns. For each tile of rows the facts of its shapes are asked of all rows at once (candle-tile.ts), what is
 * had for little first, until few rows are left; those are looked at as the streaming kernel does it. So a pattern costs what its
 * first facts cost where they are rare, and nothing unforeseeable is asked of many rows where they are not.
 */
import { type DatedFact, factsOf, type Shapes } from './candle-facts.ts'
import { bitBytes, type CandleTile, createCandleTile, LEAD } from './candle-tile.ts'
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

/** Rows of which one is looked at costs less than another fact of all of them. */
const FEW = 128

/** Writes what `detect` says of each row from `start + lookback` on, with that row as the newest candle. */
export function detectColumn(run: CandleRun, detect: (c: Candles) => number): void {
  const { inputs, outputs, start, end, lookback, shapes, values } = run
  const first = start + lookback
  const plan = shapes.map((shape, k) => ({ facts: factsOf(shape), value: values?.[k] }))
  runTiles({ inputs, outputs, start: first, end, first, lag: lookback }, (memory) => {
    const finder = createFinder(memory)
    return (rows, addresses) => {
      const output = doublesAt(addresses[4]!, rows)
      output.fill(0)
      finder.open(rows, addresses)
      for (const { facts, value } of plan) {
        const isWhole = finder.find(facts)
        if (isWhole && value !== undefined) finder.store(addresses[4]!, value)
        else detectFound(finder, output, detect)
      }
    }
  })
}

function detectFound(finder: Finder, output: Float64Array, detect: (c: Candles) => number): void {
  const found = finder.rows()
  if (found.length === 0) return
  const { tile } = finder
  const c = tile.candles()
  const isFew = found.length * FEW <= output.length
  if (!isFew) tile.sumsOf()
  for (let i = 0; i < found.length; i++) {
    // As an integer to the compiler too: a count that may be a double makes every index of a candle slow.
    const t = found[i]! | 0
    if (isFew) tile.sumsOf(t)
    c.count = t + LEAD + 1
    output[t] = detect(c)
  }
}

export interface Finder {
  readonly tile: CandleTile
  /** Takes a tile: the addresses of its open, high, low and close, and its rows. */
  open(rows: number, addresses: readonly number[]): void
  /** Finds the rows of which the facts hold; false where few rows are left and not all facts were asked. */
  find(facts: readonly DatedFact[]): boolean
  /** The rows found. */
  rows(): Float64Array
  /** Stores a value in the column at `address` at the rows found. */
  store(address: number, value: number): void
}

export function createFinder(memory: TileMemory): Finder {
  const { kernels } = memory
  const tile = createCandleTile(memory)
  const bits = memory.bytes(bitBytes(memory.rows)) + 8
  const list = memory.column()
  let rows = 0
  let words = 0
  let left = 0
  return {
    tile,
    open(count, addresses) {
      rows = count
      words = Math.ceil((count + LEAD) / 64)
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
    rows: () => doublesAt(list, left === 0 ? 0 : kernels.listRows(bits, -LEAD, list, words)),
    store(address, value) {
      kernels.storeWhere(bits, address - 8 * LEAD, value, words)
    },
  }
}
