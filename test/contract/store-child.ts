/** One process among several on a store: `node store-child.mjs DIR write|read|save|open ARGUMENT`. Prints JSON lines. */
import { join } from 'node:path'
import { sampleRun, sampleSnapshot } from 'throughline/testing'
import { openCacheIndex } from '../../src/data/cache/cache-index.ts'
import { openStore } from '../../src/store/index.ts'

const [dir = '', task, argument = ''] = process.argv.slice(2)

const say = (value: object): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** Saves `count` runs, one after another. */
async function write(count: number): Promise<void> {
  const store = await openStore(dir, { mode: 'write', create: true })
  await store.putSnapshot(sampleSnapshot())
  for (let seed = 1; seed <= count; seed++) {
    const { run, evidence } = sampleRun(`w${seed}`, { seed, blocks: 4, bytesPerBlock: 50_000 })
    await store.saveRun(run, evidence)
  }
  await store.close()
  say({ wrote: count })
}

/** Reads everything again and again until it has seen `count` runs; every run it sees must be whole. */
async function read(count: number): Promise<void> {
  let looks = 0
  for (let seen = 0; seen < count; looks++) {
    const store = await openStore(dir, { mode: 'read' })
    const runs = await store.listRuns({ order: 'oldest' })
    if (runs.length < seen) throw new Error(`there were ${seen} runs and now there are ${runs.length}`)
    for (const { runId, ledgerHash } of runs.slice(seen)) {
      let last = ''
      for await (const { hash } of store.readBlocks(runId)) last = hash
      if (last !== ledgerHash) throw new Error(`run ${runId} is not whole`)
      await store.readCurve(runId)
    }
    if ((await store.countEvaluations(sampleSnapshot().hash)) < runs.length)
      throw new Error('a trial is not counted')
    seen = runs.length
    await store.close()
  }
  say({ read: count, looks })
}

/** Saves one run under a given id, with this process's id in what lies outside its identity. */
async function save(runId: string): Promise<void> {
  const store = await openStore(dir, { mode: 'write', create: true })
  await store.putSnapshot(sampleSnapshot())
  const { run, evidence } = sampleRun(runId, { seed: 1, changes: { timing: { process: process.pid } } })
  const { outcome, run: stored } = await store.saveRun(run, evidence)
  say({ outcome, process: stored.timing['process'] ?? null })
  await store.close()
}

/** Creates forty stores and forty indexes of the cache, from an instant on that others wait for too. */
async function open(startMs: number): Promise<void> {
  while (Date.now() < startMs);
  for (let n = 0; n < 40; n++) {
    ;(await openCacheIndex(join(dir, `cache-${n}`))).close()
    await (await openStore(join(dir, `store-${n}`), { mode: 'write', create: true })).close()
  }
  say({ opened: 40 })
}

switch (task) {
  case 'write':
    await write(Number(argument))
    break
  case 'read':
    await read(Number(argument))
    break
  case 'save':
    await save(argument)
    break
  case 'open':
    await open(Number(argument))
    break
  default:
    throw new Error(`there is no task '${task}'`)
}
