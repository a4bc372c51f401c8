/**
 * The built command line as a child process, in a folder of its own. THROUGHLINE_CLI names another copy to test, as one that
 * was installed from a package.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, rmdirSync } from 'node:fs'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect } from 'vitest'
import { build, CACHE } from '../../scripts/prepare.mjs'
import { generateBars } from '../../src/data/index.ts'
import { isoTime } from '../../src/model/index.ts'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
export const MAIN = process.env['THROUGHLINE_CLI'] ?? join(ROOT, 'dist', 'cli', 'main.js')
export const EXAMPLES = join(ROOT, 'examples')

/** Builds where dist/ is stale; test files run beside each other, so one of them builds and the others wait. */
export async function ensureBuilt(): Promise<void> {
  if (process.env['THROUGHLINE_CLI'] !== undefined) return
  mkdirSync(CACHE, { recursive: true })
  const lock = join(CACHE, 'build-for-tests')
  for (let waitedMs = 0; ; waitedMs += 100) {
    try {
      mkdirSync(lock)
      break
    } catch (error) {
      // A lock as old as this is that of a test run that was killed.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || waitedMs > 100_000) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  try {
    if (build() !== 0) throw new Error('The command line must be built to be tested, but the build failed.')
  } finally {
    rmdirSync(lock)
  }
}

export interface Finished {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface CallOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Calls `throughline` and waits for its end. */
export async function throughline(
  args: readonly string[],
  { cwd, env = {} }: CallOptions,
): Promise<Finished> {
  return finish(process.execPath, [MAIN, ...args], { cwd, env })
}

export async function finish(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: CallOptions,
): Promise<Finished> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...texts }))
  })
}

/** What JSON gives; the tests look into it as scripts do. */
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by many shapes
export type Json = Record<string, ReturnType<typeof JSON.parse>>

/** The one document that `--json` answered, after checking that there is nothing else anywhere. */
export async function answerOf(args: readonly string[], options: CallOptions): Promise<Json> {
  const { code, stdout, stderr } = await throughline([...args, '--json'], options)
  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(stdout.endsWith('\n')).toBe(true)
  expect(stdout.trimEnd()).not.toContain('\n')
  return JSON.parse(stdout) as Json
}

export interface Refusal {
  readonly class: string
  readonly code: string
  readonly message: string
  readonly details: Json
}

/** The error of a call that must be refused, after checking that it says nothing else and shows no stack. */
export async function refusalOf(
  args: readonly string[],
  exitCode: number,
  options: CallOptions,
): Promise<Refusal> {
  const { code, stdout, stderr } = await throughline([...args, '--json'], options)
  expect(stdout).toBe('')
  const { error } = JSON.parse(stderr) as { error: Refusal }
  expect(Object.keys(error)).toEqual(['class', 'code', 'message', 'details'])
  expect(error.message).not.toMatch(/\n\s+at .*node_modules|\n\s+at async /)
  expect(code).toBe(exitCode)
  return error
}

const folders: string[] = []

/** A new folder that goes when the file's tests are over. */
export async function newFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'throughline-cli-')))
  folders.push(folder)
  return folder
}

afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

export interface SampleRequest {
  readonly instruments?: number
  readonly days?: number
  /** Instruments in the order of the file; ascending where absent. */
  readonly isReversed?: boolean
}

/** Made-up daily bars as CSV text with a symbol column. */
export function sampleCsv({ instruments = 3, days = 120, isReversed = false }: SampleRequest = {}): string {
  const series = generateBars({ seed: 7, instruments, days, start: '2020-01-01' })
  if (isReversed) series.reverse()
  const rows = series.flatMap(({ instrument, timeMs, open, high, low, close, volume }) =>
    Array.from(timeMs, (openMs, n) =>
      [instrument.symbol, isoTime(openMs), open[n], high[n], low[n], close[n], volume[n]].join(','),
    ),
  )
  return `symbol,date,open,high,low,close,volume\n${rows.join('\n')}\n`
}

/** A folder with a store that holds `sampleCsv` as the snapshot `sample`. */
export async function sampleProject(request: SampleRequest = {}): Promise<string> {
  const cwd = await newFolder()
  await writeFile(join(cwd, 'sample.csv'), sampleCsv(request))
  await answerOf(['snapshot', 'import', 'sample.csv', '--id', 'sample'], { cwd })
  return cwd
}

/** A strategy file that holds while close is above open, with whatever `decide` is given instead. */
export async function strategyFile(
  cwd: string,
  decide = 'for (const bar of pulse.bars) bar.target(bar.close > bar.open ? 10 : 0)',
): Promise<string> {
  const text = [
    "import { defineStrategy, int } from 'throughline'",
    'export default defineStrategy({',
    "  name: 'test-strategy',",
    '  params: { size: int({ default: 10, low: 1, high: 100 }) },',
    '  decide(pulse, { size }) {',
    `    ${decide}`,
    '  },',
    '})',
    '',
  ]
  await writeFile(join(cwd, 'strategy.ts'), text.join('\n'))
  return 'strategy.ts'
}
