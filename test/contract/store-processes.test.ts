/** Several processes on one store. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/index.ts'
import { bundleChild, child, removeChild } from './child-process.ts'

const root = mkdtempSync(join(tmpdir(), 'throughline-processes-'))

beforeAll(bundleChild)

afterAll(() => {
  removeChild()
  rmSync(root, { recursive: true })
})

describe('processes on one store', () => {
  it('read whole runs while another saves them', async () => {
    const dir = join(root, 'readers')
    await (await openStore(dir, { mode: 'write', create: true })).close()
    const count = '60'
    const [written, ...readings] = await Promise.all([
      child(dir, 'write', count),
      child(dir, 'read', count),
      child(dir, 'read', count),
    ])
    expect(written).toEqual({ wrote: 60 })
    for (const reading of readings) expect(reading).toMatchObject({ read: 60, looks: expect.any(Number) })
  })

  it('that create stores and cache indexes at the same time all find them whole', async () => {
    const start = String(Date.now() + 1_500)
    const answers = await Promise.all([1, 2, 3, 4].map(() => child(join(root, 'together'), 'open', start)))
    expect(answers).toEqual(Array(4).fill({ opened: 40 }))
  })

  it('that save one run at once, creating the store, agree on the one that won', async () => {
    for (const round of [1, 2, 3]) {
      const dir = join(root, `race-${round}`)
      const answers = (await Promise.all(Array.from({ length: 4 }, () => child(dir, 'save', 'raced')))) as {
        outcome: string
        process: number
      }[]
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual([
        'existing',
        'existing',
        'existing',
        'saved',
      ])
      expect(new Set(answers.map(({ process }) => process)).size).toBe(1)
      const store = await openStore(dir, { mode: 'read' })
      expect(await store.listRuns({ order: 'newest' })).toHaveLength(1)
      await store.close()
    }
  })
})
