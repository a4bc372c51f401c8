/**
 * What every `BarSource` must do, as cases without a test framework. The source is opened on a local server that serves a
 * given world and fails as it is told:
 *
 *     for (const { name, run } of barSourceContract({ name: 'mine', open, ... })) test(name, run)
 */
import { BAR_CLAIMS } from './bar-source-claims.ts'
import { FAULT_CLAIMS } from './bar-source-faults.ts'
import { type BarSourceContractOptions, dailyWorld, fakeSurroundings } from './bar-source-worlds.ts'
import type { ContractCase } from './store-contract.ts'

/** The cases; each is independent of the others. */
export function barSourceContract(options: BarSourceContractOptions): readonly ContractCase[] {
  return [...BAR_CLAIMS, ...FAULT_CLAIMS]
    .filter(({ concerns }) => concerns?.(options) !== false)
    .map(({ claim, world: make, check }) => ({
      name: `${options.name}: ${claim}`,
      run: async () => {
        const world = { ...dailyWorld(options.symbol), ...make?.(options.symbol) }
        const waits: number[] = []
        const opened = await options.open(world, fakeSurroundings(world.nowMs, waits))
        try {
          await check({ ...opened, world, waits }, options)
        } finally {
          await opened.server.close()
        }
      },
    }))
}
