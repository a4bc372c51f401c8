/**
 * What every `Store` must do, as cases without a test framework: loop over them with the one you use.
 *
 *     for (const { name, run } of storeContract({ name: 'mine', open })) test(name, run)
 */
import type { Store } from '../store/index.ts'
import { RUN_CLAIMS } from './store-claims-runs.ts'
import { SNAPSHOT_CLAIMS } from './store-claims-snapshots.ts'
import { VERDICT_CLAIMS } from './store-claims-verdicts.ts'

export interface StoreContractOptions {
  /** Put before the name of each case. */
  readonly name: string
  /** A new, empty store, open for writing; each case opens one and closes it. */
  readonly open: () => Promise<Store>
}

export interface ContractCase {
  readonly name: string
  /** Rejects with an `AssertionError` where the store does otherwise. */
  readonly run: () => Promise<void>
}

/** The cases; each is independent of the others. */
export function storeContract({ name, open }: StoreContractOptions): readonly ContractCase[] {
  return [...SNAPSHOT_CLAIMS, ...RUN_CLAIMS, ...VERDICT_CLAIMS].map(([claim, check]) => ({
    name: `${name}: ${claim}`,
    run: async () => {
      const store = await open()
      try {
        await check(store)
      } finally {
        await store.close()
      }
    },
  }))
}
