/** The store in memory is a true stand-in: any sequence of calls gives the same answers and refusals as SQLite. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { createMemoryStore, sampleRun, sampleSnapshot } from 'throughline/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { ThroughlineError } from '../../src/model/index.ts'
import { openStore, type RunQuery, type Store } from '../../src/store/index.ts'

const root = mkdtempSync(join(tmpdir(), 'throughline-agreement-'))
let folders = 0

afterAll(() => rmSync(root, { recursive: true }))

type Call = readonly [text: string, call: (store: Store) => Promise<unknown>]

const runIds = fc.constantFrom('a', 'ab', 'abc', 'b', 'B.1', 'not ok')
const tags = fc.array(fc.constantFrom('x', 'Y', 'é', 'bad tag', 'z'), { maxLength: 3 })
const snapshotIds = fc.constantFrom('sample', 'other', '.bad')
const seeds = fc.integer({ min: 1, max: 4 })

/** Gives undefined where the value is undefined: absent, as optional properties must be. */
const given = <K extends string, V>(key: K, value: V | undefined) =>
  value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: V })

const queries: fc.Arbitrary<RunQuery> = fc
  .record({
    strategy: fc.option(fc.constantFrom('sample-strategy', 'other'), { nil: undefined }),
    snapshot: fc.option(fc.constantFrom('sample', sampleSnapshot().hash), { nil: undefined }),
    tag: fc.option(fc.constantFrom('x', 'é'), { nil: undefined }),
    archived: fc.option(fc.boolean(), { nil: undefined }),
    limit: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
    order: fc.constantFrom('newest' as const, 'oldest' as const),
  })
  .map(({ strategy, snapshot, tag, archived, limit, order }) => ({
    ...given('strategy', strategy),
    ...given('snapshot', snapshot),
    ...given('tag', tag),
    ...given('archived', archived),
    ...given('limit', limit),
    order,
  }))

const calls: fc.Arbitrary<Call> = fc.oneof(
  fc.tuple(snapshotIds, fc.constantFrom('1', '2'), seeds).map(([id, digit, createdMs]): Call => {
    const hash = id === 'sample' && digit === '1' ? sampleSnapshot().hash : `aaaaaaaa${digit.repeat(56)}`
    return [`put ${id} ${digit}`, (store) => store.putSnapshot(sampleSnapshot({ id, hash, createdMs }))]
  }),
  fc
    .tuple(runIds, seeds, seeds, fc.constantFrom(1 as const, 2 as const), tags)
    .map(([runId, seed, identitySeed, tier, runTags]): Call => {
      const { identity } = sampleRun(runId, { seed: identitySeed }).run
      const { run, evidence } = sampleRun(runId, { seed, changes: { identity, tier, tags: runTags } })
      return [
        `save ${runId} ${seed} ${identitySeed} ${tier} ${runTags}`,
        (store) => store.saveRun(run, evidence),
      ]
    }),
  fc
    .tuple(runIds, fc.constantFrom(null, 'label', '', 'two\nlines'))
    .map(([runId, label]): Call => [`label ${runId} ${label}`, (store) => store.setLabel(runId, label)]),
  fc
    .tuple(runIds, tags)
    .map(([runId, list]): Call => [`tag ${runId} ${list}`, (store) => store.addTags(runId, list)]),
  fc
    .tuple(runIds, tags)
    .map(([runId, list]): Call => [`untag ${runId} ${list}`, (store) => store.removeTags(runId, list)]),
  fc
    .tuple(runIds, fc.boolean())
    .map(
      ([runId, archived]): Call => [
        `archive ${runId} ${archived}`,
        (store) => store.setArchived(runId, archived),
      ],
    ),
  queries.map((query): Call => [`list ${JSON.stringify(query)}`, (store) => store.listRuns(query)]),
  fc
    .constantFrom('a', 'ab', 'B', 'zz', '')
    .map((wanted): Call => [`get ${wanted}`, (store) => store.getRun(wanted)]),
  fc
    .constantFrom('sample', 'aaaaaaaa', `aaaaaaaa${'1'.repeat(56)}`, 'aaaaaaaa11', 'smaple')
    .map((wanted): Call => [`snapshot ${wanted}`, (store) => store.getSnapshot(wanted)]),
  fc.constant<Call>(['count', (store) => store.countEvaluations(sampleSnapshot().hash)]),
  fc.constant<Call>(['snapshots', (store) => store.listSnapshots()]),
)

/** What the call gave: its value, or its error as a user sees it. */
async function answer(store: Store, [, call]: Call): Promise<unknown> {
  try {
    return await call(store)
  } catch (error) {
    if (!(error instanceof ThroughlineError)) throw error
    return { code: error.code, message: error.message, details: error.details }
  }
}

describe('the store in memory', () => {
  it('answers every sequence of calls as SQLite does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(calls, { minLength: 1, maxLength: 25 }), async (sequence) => {
        const memory = createMemoryStore()
        const sqlite = await openStore(join(root, String(folders++)), { mode: 'write', create: true })
        await memory.putSnapshot(sampleSnapshot())
        await sqlite.putSnapshot(sampleSnapshot())
        try {
          for (const call of sequence) {
            expect(await answer(memory, call), call[0]).toEqual(await answer(sqlite, call))
          }
        } finally {
          await sqlite.close()
        }
      }),
      { numRuns: 100 },
    )
  })
})
