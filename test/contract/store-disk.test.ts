/** A disk that is full and a disk that may not be written: small file systems, mounted where the machine allows it. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sampleRun, sampleSnapshot } from 'throughline/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/store/index.ts'
import { bundleChild, child, removeChild } from './child-process.ts'

const root = mkdtempSync(join(tmpdir(), 'throughline-disk-'))
const full = join(root, 'full')
const sealed = join(root, 'sealed')
const mounts = [full, sealed].filter((dir) => {
  mkdirSync(dir)
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', dir]).status === 0
})

beforeAll(bundleChild)

afterAll(() => {
  removeChild()
  for (const dir of mounts) expect(spawnSync('umount', ['-l', dir]).status).toBe(0)
  rmSync(root, { recursive: true })
})

const save = async (store: Store, seed: number): Promise<string> => {
  const { run, evidence } = sampleRun(`r${seed}`, { seed, blocks: 2, bytesPerBlock: 30_000 })
  return (await store.saveRun(run, evidence)).run.runId
}

const eventsOf = async (store: Store, runId: string): Promise<number> => {
  let events = 0
  for await (const block of store.readBlocks(runId)) events += block.count
  return events
}

// Only where a file system of that size can be mounted: the same path through SQLite is held by src/store/sqlite-store.test.ts.
describe.runIf(mounts.length === 2)('a store', () => {
  it('on a disk that fills up keeps what was acknowledged and nothing else', async () => {
    const dir = join(full, 'store')
    const store = await openStore(dir, { mode: 'write', create: true })
    await store.putSnapshot(sampleSnapshot())
    const saved: string[] = []
    let refusal: unknown
    for (let seed = 1; refusal === undefined; seed++) {
      await save(store, seed).then(
        (runId) => saved.push(runId),
        (error: unknown) => {
          refusal = error
        },
      )
    }
    expect(refusal).toMatchObject({ code: 'DISK_FULL', exitCode: 3 })
    expect(saved.length).toBeGreaterThan(0)
    // Fills the disk to the last byte: the write fails part-way, and that is what it is for.
    expect(() => writeFileSync(join(full, 'filler'), new Uint8Array(1_000_000))).toThrow('ENOSPC')
    await expect(save(store, 1000)).rejects.toMatchObject({ code: 'DISK_FULL' })
    await expect(openStore(join(full, 'none'), { mode: 'write', create: true })).rejects.toMatchObject({
      code: 'DISK_FULL',
    })
    await store.close()
    const reader = await openStore(dir, { mode: 'read' })
    expect((await reader.listRuns({ order: 'oldest' })).map(({ runId }) => runId)).toEqual(saved)
    for (const runId of saved) expect(await eventsOf(reader, runId)).toBe(200)
    await reader.close()
  })

  it('on a disk that may not be written is refused, and is as it was when it may', async () => {
    const dir = join(sealed, 'store')
    const remount = (option: string): void => {
      expect(spawnSync('mount', ['-o', `remount,${option}`, sealed]).status).toBe(0)
    }
    // Another process makes it: a file system with a file open for writing cannot be sealed.
    await child(dir, 'save', 'r1')
    remount('ro')
    for (const [at, options] of [
      [dir, { mode: 'read' }],
      [dir, { mode: 'write', create: true }],
      [join(sealed, 'new', 'deep'), { mode: 'write', create: true }],
    ] as const) {
      await expect(openStore(at, options)).rejects.toMatchObject({ code: 'STORE_READ_ONLY', exitCode: 3 })
    }
    remount('rw')
    const reader = await openStore(dir, { mode: 'read' })
    expect((await reader.getRun('r1')).label).toBeNull()
    await reader.close()
  })
})
