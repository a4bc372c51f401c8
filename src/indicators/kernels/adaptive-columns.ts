/** The kernel of adaptive.ts over a column: the same bits. wasm/adaptive.ts takes over when its window is full. */
import { FASTEST, type KamaState, kamaState, pushKama, SLOWEST } from './adaptive.ts'
import { doublesAt } from './compiled.ts'
import { wholeFrom } from './exponential-columns.ts'
import { LONG_TILE, runTiles, type TileMemory } from './tiles.ts'
import type { WindowRun } from './window-run.ts'

/** `pushKama`, from `start + period` on. */
export function kamaColumn({ input, output, period, start, end }: WindowRun): void {
  const kama = kamaState(period)
  const first = start + period
  const from = wholeFrom(first + 1, end)
  for (let t = start; t < from; t++) {
    const value = pushKama(kama, input[t]!)
    if (t >= first) output[t] = value
  }
  // Blocks that a tile cuts are taken row by row.
  const rows = { start: from, end, first: from, lag: period, tile: LONG_TILE }
  runTiles({ inputs: [input], outputs: [output], ...rows }, (memory) => {
    const { kernels } = memory
    const state = newKama(memory, kama)
    return (rows, [x, y]) => {
      kernels.kama(state, x!, y!, rows)
    }
  })
}

/** Numbers of the state before its records, and of a record. */
const ROOM = 10
const RECORD = 6

/** The state of the loop after a kernel whose window is full. */
function newKama({ kernels, bytes }: TileMemory, kama: KamaState): number {
  const { path, distance, own, kept, begun, isSecond } = kama
  const size = kernels.kamaBytes(path.period)
  const state = bytes(size)
  const numbers = doublesAt(state, size / 8).fill(0)
  numbers.set([path.head, distance, own, kept, begun, FASTEST - SLOWEST, SLOWEST, 1], 1)
  const whole = new Int32Array(numbers.buffer, state, 2 * ROOM)
  whole.set([path.period, path.at])
  whole[18] = isSecond ? 1 : 0
  path.ring.forEach((value, i) => {
    numbers[ROOM + RECORD * i + 2] = value
  })
  return state
}
