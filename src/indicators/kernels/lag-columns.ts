/** Loops over a column beside itself some rows before: under 1.2 ns a row. */
import type { CompiledKernels } from './compiled-kernels.ts'
import { runTiles } from './tiles.ts'
import type { WindowRun } from './window-run.ts'

/** Takes addresses of the newer values, of those `period` rows before them, and of what becomes of them. */
export type LagLoop = (kernels: CompiledKernels, at: LagAddresses) => void

export interface LagAddresses {
  readonly x: number
  readonly before: number
  readonly y: number
  readonly rows: number
}

/** Row t of the output is made of rows t and t - period, from `start + period` on. */
export function lagColumn({ input, output, period, start, end }: WindowRun, loop: LagLoop): void {
  const inputs = [input.subarray(start + period, end), input.subarray(start, end - period)]
  const outputs = [output.subarray(start + period, end)]
  const rows = { inputs, outputs, start: 0, end: end - start - period, first: 0, isOnePass: true }
  runTiles(rows, ({ kernels }) => (count, [x, before, y]) => {
    loop(kernels, { x: x!, before: before!, y: y!, rows: count })
  })
}
