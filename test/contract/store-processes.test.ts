/** Several processes on one store: real children, bundled to where their packages resolve. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/index.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const script = join(ROOT, 'node_modules', '.cache', 'store-test', `child-${process.pid}.mjs`)
const root = mkdtempSync(join(tmpdir(), 'throughline-processes-'))

beforeAll(async () => {
  await build({
    entryPoints: [join(ROOT, 'test', 'contract', 'store-child.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: { 'throughline/testing': join(ROOT, 'src', 'testing', 'index.ts') },
    logLevel: 'warning',
  })
})

afterAll(() => {
  rmSync(script, { force: true })
  rmSync(root, { recursive: true })
})

/** Runs the child and gives what it printed, as JSON. */
async function child(dir: string, task: string, argument: string): Promise<unknown> {
  const running = spawn(process.execPath, [script, dir, task, argument], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  running.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const status = await new Promise((resolve) => running.on('close', resolve))
  expect(errors).toBe('')
  expect(status).toBe(0)
  return JSON.parse(output)
}

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
