import type { TileMemory } from './tiles.ts'

/** The state of a loop of wasm/distances.ts: a ring of the last `period` values. */
export function newDistances({ kernels, bytes }: TileMemory, period: number): number {
  const state = bytes(kernels.distanceBytes(period))
  kernels.distanceInit(state, period)
  return state
}
