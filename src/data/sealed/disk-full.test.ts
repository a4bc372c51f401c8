/** An import onto a disk that fills, in a process whose files may not grow beyond a limit. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const script = join(ROOT, 'node_modules', '.cache', 'disk-full-test', `seal-${process.pid}.mjs`)
const folder = mkdtempSync(join(tmpdir(), 'throughline-full-'))

const SEAL = `
import { generateBars, sealBars } from '../index.ts'
const bars = generateBars({ seed: 1, instruments: 20, days: 2_000, start: '2010-01-01' })
try {
  sealBars({ folder: process.argv[2], bars, source: 'test', nowMs: 0 })
  process.stdout.write('sealed')
} catch (error) {
  process.stdout.write(error.code + ' ' + error.message)
}
`

beforeAll(async () => {
  mkdirSync(join(script, '..'), { recursive: true })
  await build({
    stdin: { contents: SEAL, resolveDir: fileURLToPath(new URL('./', import.meta.url)), loader: 'ts' },
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  })
})
afterAll(() => {
  rmSync(script, { force: true })
  rmSync(folder, { recursive: true })
})

const sealWithin = (kilobytes: string): string =>
  spawnSync('sh', ['-c', `ulimit -f ${kilobytes}; exec "$0" "$@"`, process.execPath, script, folder], {
    encoding: 'utf8',
  }).stdout

// The limit is the shell's own `ulimit`, which Windows has not.
describe.skipIf(process.platform === 'win32')('a full disk', () => {
  it('is said to be full, and what was written is removed', () => {
    expect(sealWithin('500')).toMatch(
      /^DISK_FULL The disk must have room for snapshot [0-9a-f]{12}.*make room/,
    )
    expect(readdirSync(folder)).toEqual([])
    expect(sealWithin('unlimited')).toBe('sealed')
  })
})
