/** Claims about runs in a store: saving, refusing, finding, changing. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { sampleRun, sampleSnapshot } from './sample-run.ts'
import { blocksOf, type Claim, listed, OTHER_HASH, refuses, saveRuns } from './store-claims.ts'

const RUNS: readonly Claim[] = [
  [
    'a run comes back as it was saved, with its ledger, curve and strategy',
    async (store) => {
      await store.putSnapshot(sampleSnapshot())
      const { run, evidence } = sampleRun('r1', { changes: { label: 'first try', tags: ['b', 'a', 'b'] } })
      const expected = { ...run, tags: ['a', 'b'], archived: false }
      assert.deepEqual(await store.saveRun(run, evidence), { outcome: 'saved', run: expected })
      assert.deepEqual(await store.getRun('r1'), expected)
      assert.deepEqual(await store.findRun('r1'), expected)
      assert.deepEqual(await blocksOf(store, 'r1'), evidence.blocks)
      assert.deepEqual(await store.readCurve('r1'), evidence.curve)
      assert.deepEqual(await store.readStrategy(run.strategyHash), {
        hash: run.strategyHash,
        name: run.strategyName,
        tier: run.tier,
        packages: evidence.packages,
        text: evidence.strategyText,
      })
    },
  ],
  [
    'a strategy text comes back to the last character, whatever it holds',
    async (store) => {
      await store.putSnapshot(sampleSnapshot())
      const strategyText = 'line\r\n\tq\'"`\\ \u0000 é 日 😀\u2028\n'
      const strategyHash = createHash('sha256').update(strategyText).digest('hex')
      const { run, evidence } = sampleRun('r1', { changes: { strategyHash } })
      await store.saveRun(run, { ...evidence, strategyText })
      assert.equal((await store.readStrategy(strategyHash)).text, strategyText)
    },
  ],
  [
    'the same id and identity again gives what was stored, and changes nothing',
    async (store) => {
      await store.putSnapshot(sampleSnapshot())
      const { run, evidence } = sampleRun('r1')
      const { run: stored } = await store.saveRun(run, evidence)
      const again = { ...run, createdMs: run.createdMs + 1, label: 'again', timing: { totalMs: 1 } }
      assert.deepEqual(await store.saveRun(again, evidence), { outcome: 'existing', run: stored })
      assert.deepEqual(await store.getRun('r1'), stored)
    },
  ],
  [
    'of two saves of one run at once, one saves and the other gets its record',
    async (store) => {
      await store.putSnapshot(sampleSnapshot())
      const { run, evidence } = sampleRun('r1')
      const both = await Promise.all([store.saveRun(run, evidence), store.saveRun(run, evidence)])
      assert.deepEqual(both.map(({ outcome }) => outcome).sort(), ['existing', 'saved'])
      assert.deepEqual(both[0]?.run, both[1]?.run)
    },
  ],
  [
    'trials are counted by distinct identity',
    async (store) => {
      const { hash } = sampleSnapshot()
      assert.equal(await store.countEvaluations(hash), 0)
      await store.putSnapshot(sampleSnapshot())
      for (const [runId, seed] of [
        ['r1', 1],
        ['r1', 1],
        ['r2', 1],
        ['r3', 2],
      ] as const) {
        const { run, evidence } = sampleRun(runId, { seed })
        await store.saveRun(run, evidence)
      }
      assert.equal(await store.countEvaluations(hash), 2)
      assert.equal(await store.countEvaluations(OTHER_HASH), 0)
    },
  ],
]

const REFUSALS: readonly Claim[] = [
  [
    'a run id keeps its identity',
    async (store) => {
      await store.putSnapshot(sampleSnapshot())
      const first = sampleRun('r1', { seed: 1 })
      const other = sampleRun('r1', { seed: 2 })
      await store.saveRun(first.run, first.evidence)
      const refused = store.saveRun(other.run, other.evidence)
      await refuses(refused, 'RUN_ID_TAKEN', first.run.identity, other.run.identity)
      assert.equal((await store.getRun('r1')).identity, first.run.identity)
      assert.equal(await store.countEvaluations(first.run.snapshotHash), 1)
    },
  ],
  [
    'a tier 1 identity has one ledger, a tier 2 identity may have several',
    async (store) => {
      await store.putSnapshot(sampleSnapshot())
      const diverged = { identity: '1'.repeat(64) }
      const first = sampleRun('r1', { seed: 1, changes: diverged })
      const other = sampleRun('r2', { seed: 2, changes: diverged })
      await store.saveRun(first.run, first.evidence)
      await refuses(store.saveRun(other.run, other.evidence), 'LEDGER_DIVERGED', first.run.ledgerHash)
      assert.equal(await store.findRun('r2'), undefined)
      const { outcome } = await store.saveRun({ ...other.run, tier: 2 }, other.evidence)
      assert.equal(outcome, 'saved')
    },
  ],
  [
    'a run needs its snapshot as it was put',
    async (store) => {
      const { run, evidence } = sampleRun('r1')
      await refuses(store.saveRun(run, evidence), 'SNAPSHOT_NOT_FOUND', 'sample')
      await store.putSnapshot(sampleSnapshot())
      await refuses(
        store.saveRun({ ...run, snapshotHash: OTHER_HASH }, evidence),
        'SNAPSHOT_ID_TAKEN',
        OTHER_HASH,
      )
      assert.deepEqual(await store.listRuns({ order: 'newest' }), [])
    },
  ],
  [
    'incomplete evidence is refused, and nothing of it is stored',
    async (store) => {
      await store.putSnapshot(sampleSnapshot())
      const { run, evidence } = sampleRun('r1')
      const [first, , third] = evidence.blocks
      assert.ok(first !== undefined && third !== undefined)
      for (const bad of [
        { ...evidence, blocks: [] },
        { ...evidence, blocks: [first, third] },
        { ...evidence, blocks: [first, { ...first, index: 1 }] },
        { ...evidence, blocks: evidence.blocks.slice(0, 2) },
        { ...evidence, strategyText: `${evidence.strategyText} ` },
      ]) {
        await refuses(store.saveRun(run, bad), 'BAD_RUN', 'r1')
      }
      await refuses(store.saveRun({ ...run, metrics: { sharpe: Number.NaN } }, evidence), 'NOT_JSON', '$')
      await refuses(store.saveRun({ ...run, runId: 'a b' }, evidence), 'BAD_RUN_ID', 'a b')
      assert.deepEqual(await store.listRuns({ order: 'newest' }), [])
      await refuses(store.readStrategy(run.strategyHash), 'STRATEGY_NOT_FOUND', run.strategyHash)
      assert.equal(await store.countEvaluations(run.snapshotHash), 0)
    },
  ],
  [
    'a run is found by its id or a prefix of one run only',
    async (store) => {
      await refuses(store.getRun('grid'), 'RUN_NOT_FOUND', 'throughline run')
      await saveRuns(store, ['grid', 'grid-1', 'grid-20'])
      assert.equal((await store.getRun('grid')).runId, 'grid')
      assert.equal((await store.getRun('grid-2')).runId, 'grid-20')
      await refuses(store.getRun('gri'), 'RUN_AMBIGUOUS', 'grid, grid-1, grid-20')
      await refuses(store.getRun('grit'), 'RUN_NOT_FOUND', "Did you mean 'grid'?")
      await refuses(store.getRun(''), 'RUN_NOT_FOUND')
      assert.equal(await store.findRun('grid-2'), undefined)
      await refuses(store.readCurve('grid-2'), 'RUN_NOT_FOUND', 'grid-2')
      await refuses(blocksOf(store, 'grid-2'), 'RUN_NOT_FOUND', 'grid-2')
    },
  ],
  [
    'a closed store answers nothing',
    async (store) => {
      await store.close()
      await refuses(store.listSnapshots(), 'STORE_CLOSED')
      await refuses(store.listRuns({ order: 'newest' }), 'STORE_CLOSED')
    },
  ],
]

const LISTS: readonly Claim[] = [
  [
    'runs are listed by creation, then id, both ways, up to a limit',
    async (store) => {
      assert.deepEqual(await store.listRuns({ order: 'newest' }), [])
      await saveRuns(store, ['b', 'a', 'c'], { createdMs: 5 })
      await saveRuns(store, ['early'], { createdMs: 4 })
      assert.deepEqual(await listed(store, { order: 'oldest' }), ['early', 'a', 'b', 'c'])
      assert.deepEqual(await listed(store, { order: 'newest' }), ['c', 'b', 'a', 'early'])
      assert.deepEqual(await listed(store, { order: 'newest', limit: 2 }), ['c', 'b'])
      for (const limit of [0, -1, 1.5, Number.NaN]) {
        await refuses(store.listRuns({ order: 'newest', limit }), 'BAD_LIMIT', String(limit))
      }
    },
  ],
  [
    'runs are filtered by strategy, snapshot, identity, tag and archive flag, together',
    async (store) => {
      await saveRuns(store, ['a', 'b', 'c'])
      const { run, evidence } = sampleRun('d', { seed: 99, changes: { strategyName: 'other' } })
      await store.saveRun(run, evidence)
      await store.addTags('a', ['keep'])
      await store.addTags('d', ['keep', 'best'])
      await store.setArchived('a', true)
      const order = 'oldest'
      assert.deepEqual(await listed(store, { order, strategy: 'other' }), ['d'])
      assert.deepEqual(await listed(store, { order, strategy: run.strategyHash }), ['d'])
      assert.deepEqual(await listed(store, { order, snapshot: 'sample' }), ['a', 'b', 'c', 'd'])
      assert.deepEqual(await listed(store, { order, snapshot: run.snapshotHash, archived: true }), ['a'])
      assert.deepEqual(await listed(store, { order, snapshot: 'none' }), [])
      assert.deepEqual(await listed(store, { order, identity: run.identity }), ['d'])
      assert.deepEqual(await listed(store, { order, tag: 'keep' }), ['a', 'd'])
      assert.deepEqual(await listed(store, { order, tag: 'keep', archived: false }), ['d'])
      assert.deepEqual(await listed(store, { order, tag: "x' OR 1=1 --" }), [])
    },
  ],
]

const CHANGES: readonly Claim[] = [
  [
    'label, tags and archive flag change, and nothing else with them',
    async (store) => {
      await saveRuns(store, ['r1', 'r2'])
      const before = await store.getRun('r1')
      const other = await store.getRun('r2')
      await store.setLabel('r1', 'the one')
      await store.addTags('r1', ['z', 'a'])
      await store.addTags('r1', ['a', 'm'])
      await store.removeTags('r1', ['z', 'never-there'])
      const changed = await store.setArchived('r1', true)
      assert.deepEqual(changed, { ...before, label: 'the one', tags: ['a', 'm'], archived: true })
      assert.deepEqual(await store.getRun('r1'), changed)
      await store.setLabel('r1', null)
      await store.removeTags('r1', ['a', 'm'])
      assert.deepEqual(await store.setArchived('r1', false), before)
      assert.deepEqual(await store.getRun('r2'), other)
    },
  ],
  [
    'bad labels and tags and unknown runs are refused',
    async (store) => {
      await saveRuns(store, ['r1'])
      for (const label of ['', 'two\nlines', 'x'.repeat(201)])
        await refuses(store.setLabel('r1', label), 'BAD_LABEL')
      for (const tag of ['', 'two words', 'a,b', 'x'.repeat(65)]) {
        await refuses(store.addTags('r1', ['fine', tag]), 'BAD_TAG')
        await refuses(store.removeTags('r1', [tag]), 'BAD_TAG')
      }
      assert.deepEqual((await store.getRun('r1')).tags, [])
      await refuses(store.setLabel('r', 'x'), 'RUN_NOT_FOUND', "Did you mean 'r1'?")
      await refuses(store.addTags('nope', ['x']), 'RUN_NOT_FOUND', 'nope')
      await refuses(store.removeTags('nope', ['x']), 'RUN_NOT_FOUND', 'nope')
      await refuses(store.setArchived('nope', true), 'RUN_NOT_FOUND', 'nope')
    },
  ],
]

export const RUN_CLAIMS: readonly Claim[] = [...RUNS, ...REFUSALS, ...LISTS, ...CHANGES]
