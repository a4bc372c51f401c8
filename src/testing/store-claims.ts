/** What a claim about a store is, and the words that claims are written in. */
import assert from 'node:assert/strict'
import type { LedgerBlock } from '../ledger/index.ts'
import { ThroughlineError } from '../model/index.ts'
import type { RunQuery, Store } from '../store/index.ts'
import { sampleRun, sampleSnapshot } from './sample-run.ts'

export type Claim = readonly [claim: string, check: (store: Store) => Promise<void>]

export const OTHER_HASH = 'f'.repeat(64)

export async function saveRuns(
  store: Store,
  runIds: readonly string[],
  changes: { createdMs?: number } = {},
): Promise<void> {
  await store.putSnapshot(sampleSnapshot())
  for (const [index, runId] of runIds.entries()) {
    const { run, evidence } = sampleRun(runId, { seed: index + 1, changes })
    await store.saveRun(run, evidence)
  }
}

export async function listed(store: Store, query: RunQuery): Promise<string[]> {
  return (await store.listRuns(query)).map(({ runId }) => runId)
}

export async function blocksOf(store: Store, runId: string): Promise<LedgerBlock[]> {
  const blocks: LedgerBlock[] = []
  for await (const block of store.readBlocks(runId)) blocks.push(block)
  return blocks
}

/** Asserts a rejection with this code whose message says all of `parts`. */
export async function refuses(
  call: Promise<unknown>,
  code: string,
  ...parts: readonly string[]
): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof ThroughlineError, String(error))
    assert.equal(error.code, code, error.message)
    for (const part of parts) assert.ok(error.message.includes(part), `'${error.message}' must say '${part}'`)
    return true
  })
}
