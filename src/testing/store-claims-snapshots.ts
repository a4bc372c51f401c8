/** Claims about snapshots in a store. */
import assert from 'node:assert/strict'
import { sampleSnapshot } from './sample-run.ts'
import { type Claim, OTHER_HASH, refuses } from './store-claims.ts'

export const SNAPSHOT_CLAIMS: readonly Claim[] = [
  [
    'a snapshot comes back as it was put, by id, hash and hash prefix',
    async (store) => {
      const snapshot = sampleSnapshot()
      assert.deepEqual(await store.putSnapshot(snapshot), { outcome: 'saved', snapshot })
      for (const wanted of [snapshot.id, snapshot.hash, snapshot.hash.slice(0, 8)]) {
        assert.deepEqual(await store.getSnapshot(wanted), snapshot)
      }
    },
  ],
  [
    'putting a snapshot again stores nothing new and gives the first',
    async (store) => {
      const first = sampleSnapshot()
      await store.putSnapshot(first)
      const again = await store.putSnapshot({ ...first, createdMs: first.createdMs + 1 })
      assert.deepEqual(again, { outcome: 'existing', snapshot: first })
      assert.deepEqual(await store.listSnapshots(), [first])
    },
  ],
  [
    'a snapshot id keeps its hash',
    async (store) => {
      await store.putSnapshot(sampleSnapshot())
      await refuses(store.putSnapshot(sampleSnapshot({ hash: OTHER_HASH })), 'SNAPSHOT_ID_TAKEN', OTHER_HASH)
    },
  ],
  [
    'snapshot ids are plain names',
    async (store) => {
      for (const id of ['', '.hidden', 'a b', '../up', 'x'.repeat(65), 'é']) {
        await refuses(store.putSnapshot(sampleSnapshot({ id })), 'BAD_SNAPSHOT_ID', id)
      }
    },
  ],
  [
    'an unknown snapshot is refused with the nearest known id',
    async (store) => {
      await refuses(store.getSnapshot('sampel'), 'SNAPSHOT_NOT_FOUND', 'snapshot import')
      await store.putSnapshot(sampleSnapshot())
      await refuses(store.getSnapshot('sampel'), 'SNAPSHOT_NOT_FOUND', "Did you mean 'sample'?")
      await refuses(
        store.getSnapshot(sampleSnapshot().hash.slice(0, 7)),
        'SNAPSHOT_NOT_FOUND',
        'snapshot list',
      )
    },
  ],
  [
    'a hash prefix that fits two contents is refused, two ids of one content are not',
    async (store) => {
      const prefix = '12345678'
      const one = sampleSnapshot({ id: 'one', hash: prefix + 'a'.repeat(56), createdMs: 2 })
      const twin = { ...one, id: 'twin', createdMs: 1 }
      await store.putSnapshot(one)
      await store.putSnapshot(twin)
      assert.deepEqual(await store.getSnapshot(prefix), twin)
      assert.deepEqual(await store.getSnapshot(one.hash), twin)
      assert.deepEqual(await store.listSnapshots(), [twin, one])
      await store.putSnapshot({ ...one, id: 'two', hash: prefix + 'b'.repeat(56) })
      await refuses(store.getSnapshot(prefix), 'SNAPSHOT_AMBIGUOUS', prefix)
    },
  ],
]
