/** The kernel of strength.ts over a column: changes, their decaying sums and the share, each a loop of wasm/wilder.ts over a tile. */
import { doublesAt } from './compiled.ts'
import type { DecayingSum } from './decaying-sum.ts'
import { wholeFrom } from './exponential-columns.ts'
import { pushBalance, pushStrength, strengthState } from './strength.ts'
import { runTiles, type TileMemory } from './tiles.ts'
import type { WindowRun } from './window-run.ts'

/** `pushStrength`, from `start + period` on. */
export function strengthColumn(run: WindowRun): void {
  shareColumn(run, 0, pushStrength)
}

/** `pushBalance`, from `start + period` on. */
export function balanceColumn(run: WindowRun): void {
  shareColumn(run, 1, pushBalance)
}

function shareColumn(run: WindowRun, part: number, push: typeof pushStrength): void {
  const { input, output, period, start, end } = run
  const first = start + period
  if (first >= end) return
  const from = wholeFrom(first + 1, end)
  const strength = strengthState(period)
  for (let t = start; t < from; t++) {
    const value = push(strength, input[t]!)
    if (t >= first) output[t] = value
  }
  runTiles({ inputs: [input], outputs: [output], start: from, end, first: from, lag: 1 }, (memory) => {
    const { kernels } = memory
    const state = newDecay(memory, strength.gain, strength.loss)
    const gain = memory.column()
    const loss = memory.column()
    return (rows, [x, y]) => {
      kernels.gains(x!, gain, loss, rows)
      kernels.decay(state, gain, loss, rows)
      kernels.share(gain, loss, y!, rows, part)
    }
  })
}

/** The state of a loop over two decaying sums of one period. */
export function newDecay({ bytes }: TileMemory, first: DecayingSum, second: DecayingSum): number {
  const sums = [first, second].flatMap(({ last, before, value }) => [0, last, before, value])
  const numbers = [first.keep, first.square, ...sums]
  const state = bytes(8 * numbers.length)
  doublesAt(state, numbers.length).set(numbers)
  return state
}
