/** Real processes on a store: `store-child.ts`, bundled to where its packages resolve. */
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const script = join(
  ROOT,
  'node_modules',
  '.cache',
  'throughline',
  'contract',
  `store-child-${process.pid}.mjs`,
)

export async function bundleChild(): Promise<void> {
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
}

export function removeChild(): void {
  rmSync(script, { force: true })
}

/** Runs the child and gives what it printed, as JSON. */
export async function child(dir: string, task: string, argument: string): Promise<unknown> {
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
