/** Claims about verdicts in a store: added to runs, kept for ever, found by run and by identity. */
import assert from 'node:assert/strict'
import { sampleRun, sampleSnapshot, sampleVerdict } from './sample-run.ts'
import { type Claim, refuses, saveRuns } from './store-claims.ts'

export const VERDICT_CLAIMS: readonly Claim[] = [
  [
    'a verdict comes back as it was added, with the identity of its run',
    async (store) => {
      await saveRuns(store, ['r1', 'r2'])
      const { identity } = await store.getRun('r1')
      const verdict = { ...sampleVerdict(), runId: 'r1', identity }
      assert.deepEqual(await store.listVerdicts({}), [])
      assert.deepEqual(await store.addVerdict('r1', sampleVerdict()), { outcome: 'saved', verdict })
      assert.deepEqual(await store.listVerdicts({}), [verdict])
      assert.deepEqual(await store.listVerdicts({ runIds: ['r1'] }), [verdict])
      assert.deepEqual(await store.listVerdicts({ runIds: ['r2', 'none'] }), [])
      assert.deepEqual(await store.listVerdicts({ runIds: [] }), [])
    },
  ],
  [
    'a verdict is stored with its run, and found by the identity of another',
    async (store) => {
      await store.putSnapshot(sampleSnapshot())
      const { run, evidence } = sampleRun('r1')
      await store.saveRun(run, { ...evidence, verdicts: [sampleVerdict()] })
      const twin = sampleRun('twin')
      await store.saveRun(twin.run, twin.evidence)
      const found = await store.listVerdicts({ identity: twin.run.identity, kind: 'lookahead' })
      assert.deepEqual(found, [{ ...sampleVerdict(), runId: 'r1', identity: run.identity }])
      assert.deepEqual(await store.listVerdicts({ identity: 'f'.repeat(64) }), [])
    },
  ],
  [
    'a run that is stored already takes the verdict that it comes with again',
    async (store) => {
      await store.putSnapshot(sampleSnapshot())
      const { run, evidence } = sampleRun('r1')
      await store.saveRun(run, evidence)
      const again = await store.saveRun(run, { ...evidence, verdicts: [sampleVerdict()] })
      assert.equal(again.outcome, 'existing')
      assert.equal((await store.listVerdicts({ runIds: ['r1'] })).length, 1)
    },
  ],
  [
    'the same verdict again changes nothing, whatever the order of its keys and its time',
    async (store) => {
      await saveRuns(store, ['r1'])
      const { verdict } = await store.addVerdict('r1', sampleVerdict())
      const { document, createdMs } = sampleVerdict()
      const turned = Object.fromEntries(Object.entries(document).reverse())
      const again = { ...sampleVerdict(), document: turned, createdMs: createdMs + 1 }
      assert.deepEqual(await store.addVerdict('r1', again), { outcome: 'existing', verdict })
      assert.deepEqual(await store.listVerdicts({}), [verdict])
    },
  ],
  [
    'another verdict of the same method is refused, that of another version stands beside the first',
    async (store) => {
      await saveRuns(store, ['r1'])
      await store.addVerdict('r1', sampleVerdict({ version: 2 }))
      const other = { ...sampleVerdict().document, ok: false }
      await refuses(
        store.addVerdict('r1', sampleVerdict({ version: 2, document: other })),
        'VERDICT_DIVERGED',
        'r1',
      )
      await store.addVerdict('r1', sampleVerdict({ version: 1, document: other }))
      const found = await store.listVerdicts({ runIds: ['r1'] })
      assert.deepEqual(
        found.map(({ version, document }) => [version, document['ok']]),
        [
          [1, false],
          [2, true],
        ],
      )
    },
  ],
  [
    'a verdict without a run, a version or JSON is refused',
    async (store) => {
      await saveRuns(store, ['r1'])
      await refuses(store.addVerdict('r2', sampleVerdict()), 'RUN_NOT_FOUND', "Did you mean 'r1'?")
      await refuses(store.addVerdict('r1', sampleVerdict({ version: 0 })), 'BAD_VERDICT', 'version 0')
      await refuses(
        store.addVerdict('r1', sampleVerdict({ document: { cuts: Number.NaN } })),
        'NOT_JSON',
        'cuts',
      )
      const { run, evidence } = sampleRun('r3', { seed: 9 })
      const bad = { ...evidence, verdicts: [sampleVerdict({ version: 0.5 })] }
      await refuses(store.saveRun(run, bad), 'BAD_VERDICT', '0.5')
      assert.equal(await store.findRun('r3'), undefined)
      assert.deepEqual(await store.listVerdicts({}), [])
    },
  ],
]
