/** What happens when the machine fails the command line: a full disk, an interrupt, a folder that may not be written. */
import { spawn, spawnSync } from 'node:child_process'
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  answerOf,
  EXAMPLES,
  ensureBuilt,
  finish,
  MAIN,
  newFolder,
  type Refusal,
  sampleCsv,
  sampleProject,
  strategyFile,
} from './cli-process.ts'

beforeAll(ensureBuilt)

const RUN = [
  'run',
  join(EXAMPLES, 'sma-cross.ts'),
  '--snapshot',
  'sample',
  '--cost',
  'none',
  '--set',
  'fast=5',
  '--set',
  'slow=20',
]

const disks: string[] = []
afterAll(() => {
  for (const disk of disks) spawnSync('umount', ['-l', disk])
})

/** A disk of its own with room for `size`, or undefined where this machine lets nobody mount one. */
async function smallDisk(folder: string, size: string): Promise<string | undefined> {
  const disk = join(folder, 'disk')
  await mkdir(disk)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk]).status !== 0) return undefined
  disks.push(disk)
  return disk
}

/** Calls the command line where no file may grow beyond `kilobytes`; the limit is that of the shell. */
async function limited(kilobytes: number, args: readonly string[], cwd: string) {
  const script = `ulimit -f ${kilobytes}; exec "$0" "$@"`
  return finish('bash', ['-c', script, process.execPath, MAIN, ...args], { cwd })
}

function errorOf(stderr: string): Refusal {
  return (JSON.parse(stderr) as { error: Refusal }).error
}

describe('a full disk', () => {
  it('refuses an import and seals nothing, on a real full disk where one can be mounted', async () => {
    const cwd = await newFolder()
    await writeFile(join(cwd, 'sample.csv'), sampleCsv({ instruments: 20, days: 1_000 }))
    const disk = await smallDisk(cwd, '300k')
    const store = disk ?? join(cwd, 'store')
    const args = ['snapshot', 'import', 'sample.csv', '--id', 'big', '--store', store, '--json']
    const { code, stdout, stderr } =
      disk === undefined
        ? await limited(150, args, cwd)
        : await finish(process.execPath, [MAIN, ...args], { cwd })
    expect([code, stdout]).toEqual([3, ''])
    expect(errorOf(stderr)).toMatchObject({ class: 'DataError', code: 'DISK_FULL' })
    expect((await readdir(store, { recursive: true })).filter((name) => name !== 'snapshots')).toEqual([])
  })

  it('refuses a run and stores nothing of it; with room again the run is made', async () => {
    const cwd = await sampleProject({ instruments: 10, days: 500 })
    const args = ['run', await strategyFile(cwd), '--snapshot', 'sample', '--cost', 'none', '--json']
    const limit = await limited(120, args, cwd)
    expect([limit.code, limit.stdout]).toEqual([3, ''])
    expect(errorOf(limit.stderr)).toMatchObject({ class: 'DataError', code: 'DISK_FULL' })
    expect((await answerOf(['runs', 'list'], { cwd }))['runs']).toEqual([])

    const disk = await smallDisk(cwd, '700k')
    if (disk !== undefined) {
      await answerOf(['snapshot', 'import', 'sample.csv', '--id', 'sample', '--store', disk], { cwd })
      spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=1k'])
      const full = await finish(process.execPath, [MAIN, ...args, '--store', disk], { cwd })
      expect([full.code, full.stdout]).toEqual([3, ''])
      expect(errorOf(full.stderr)).toMatchObject({ class: 'DataError', code: 'DISK_FULL' })
      await rm(join(disk, 'filler'))
      expect((await answerOf(['runs', 'list', '--store', disk], { cwd }))['runs']).toEqual([])
    }
    const made = await finish(process.execPath, [MAIN, ...args], { cwd })
    expect(made.code).toBe(0)
    expect((await answerOf(['runs', 'list'], { cwd }))['runs']).toHaveLength(1)
  })

  it('refuses an export and leaves what was there', async () => {
    const cwd = await sampleProject({ instruments: 10, days: 500 })
    const { runId } = await answerOf(RUN, { cwd })
    await copyFile(join(cwd, 'sample.csv'), join(cwd, 'ledger.json'))
    const args = [
      'runs',
      'export',
      runId,
      '--what',
      'equity',
      '--format',
      'json',
      '--out',
      'ledger.json',
      '--json',
    ]
    const { code, stderr } = await limited(20, args, cwd)
    expect(code).toBe(3)
    expect(errorOf(stderr)).toMatchObject({ class: 'DataError', code: 'DISK_FULL' })
    const names = await readdir(cwd)
    expect(names.filter((name) => name.endsWith('.part'))).toEqual([])
    expect(names).toContain('ledger.json')
  })
})

describe('an interrupt', () => {
  it('ends a calculation at once, as shells report with 130, and stores nothing', async () => {
    const cwd = await sampleProject()
    const strategy = await strategyFile(cwd, 'while (pulse.cash > 0) { /* for ever */ }')
    const { code, signal } = await interrupted(
      ['run', strategy, '--snapshot', 'sample', '--cost', 'none'],
      cwd,
    )
    expect([130, 'SIGINT']).toContain(code ?? signal)
    expect((await answerOf(['runs', 'list'], { cwd }))['runs']).toEqual([])
    expect(await answerOf(RUN, { cwd })).toMatchObject({ outcome: 'saved' })
  })

  async function interrupted(args: readonly string[], cwd: string) {
    const child = spawn(process.execPath, [MAIN, ...args], { cwd, stdio: 'ignore' })
    setTimeout(() => child.kill('SIGINT'), 3_000)
    return new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal }))
    })
  }
})
