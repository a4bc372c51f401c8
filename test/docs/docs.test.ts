/**
 * Every example in the documents runs. A fence ```ts run holds a strategy (it is run over generated bars) or a script (it
 * is executed, and a fence ```text prints that follows is what it prints).
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { generateBars, openStore, registerSnapshot, runStrategy, sealBars } from 'throughline'
import { afterAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const documents = [
  join(root, 'README.md'),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(root, 'docs', path)),
]

interface Example {
  readonly code: string
  readonly prints: string | undefined
}

function examplesOf(text: string): Example[] {
  return [...text.matchAll(/```ts run\n(.*?)```(?:\s*```text prints\n(.*?)```)?/gs)].map(
    ([, code = '', prints]) => ({
      code,
      prints,
    }),
  )
}

const scratch = join(root, 'node_modules', '.cache', 'throughline', `docs-${process.pid}`)
mkdirSync(scratch, { recursive: true })
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** Bundled against the sources, so that no build is needed; packages resolve from the project. */
async function execute(code: string, name: string): Promise<string> {
  const entry = join(scratch, `${name}.ts`)
  const outfile = join(scratch, `${name}.mjs`)
  writeFileSync(entry, code)
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: {
      throughline: join(root, 'src', 'index.ts'),
      'throughline/testing': join(root, 'src', 'testing', 'index.ts'),
    },
  })
  return execFileSync(process.execPath, [outfile], { encoding: 'utf8' })
}

async function runOverGeneratedBars(code: string): Promise<number> {
  const storeDir = mkdtempSync(join(tmpdir(), 'throughline-docs-'))
  try {
    const strategyFile = join(storeDir, 'strategy.ts')
    writeFileSync(strategyFile, code)
    const store = await openStore(storeDir, { mode: 'write', create: true })
    const bars = generateBars({ seed: 3, instruments: 6, days: 500, start: '2019-01-01' })
    await registerSnapshot({ store, storeDir }, 'generated', (folder) =>
      sealBars({ folder, bars, interval: '1d', source: 'generated', nowMs: 0 }),
    )
    const { run } = await runStrategy(
      { store, storeDir, nowMs: 0 },
      {
        strategyFile,
        snapshot: 'generated',
        params: {},
        slice: { fromMs: null, toMs: null, instruments: null },
        config: {
          openingCash: 100_000,
          costs: [],
          risk: [],
          fillRule: 'next-open',
          credit: 'unlimited',
          closeAtEnd: false,
          seed: 1,
        },
      },
    )
    await store.close()
    return Number(run.counts['fills'])
  } finally {
    rmSync(storeDir, { recursive: true, force: true })
  }
}

describe.each(documents)('%s', (path) => {
  const text = readFileSync(path, 'utf8')

  it.each(examplesOf(text).map((example, index) => ({ ...example, index })))(
    'has an example $index that runs',
    async ({ code, prints, index }) => {
      if (/^export default/m.test(code)) {
        expect(await runOverGeneratedBars(code)).toBeGreaterThan(0)
        return
      }
      const printed = await execute(code, `${relative(root, path).replace(/\W/g, '-')}-${index}`)
      expect(printed.length).toBeGreaterThan(0)
      if (prints !== undefined) expect(printed.trim()).toBe(prints.trim())
    },
  )

  it('links to what is there', () => {
    const missing = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(join(dirname(path), target)))
    expect(missing).toEqual([])
  })
})

it('reads the examples that there are', () => {
  const examples = documents.flatMap((path) => examplesOf(readFileSync(path, 'utf8')))
  expect(examples.length).toBeGreaterThan(5)
})
