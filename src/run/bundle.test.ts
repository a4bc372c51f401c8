import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { UsageError } from '../model/index.ts'
import { bundleStrategy } from './bundle.ts'
import { loadStrategy } from './load-strategy.ts'
import { preflight } from './preflight.ts'
import { hashStrategyText } from './strategy-text.ts'

const CORPUS = fileURLToPath(new URL('../../test/data/strategies/', import.meta.url))
const STRATEGY = `import { defineStrategy } from 'throughline'
import limits from './limits.json'
import { twice } from './parts/twice.ts'
export default defineStrategy({ name: 'x', decide: (pulse) => { if (twice(limits.n) > 3) pulse.flatten() } })
`
const PROJECT = {
  'strategies/x.ts': STRATEGY,
  'strategies/limits.json': '{ "n": 2 }',
  'strategies/parts/twice.ts': 'export const twice = (n: number): number => 2 * n\n',
}

let root = ''
let cwd = ''

beforeEach(() => {
  cwd = process.cwd()
  root = realpathSync(mkdtempSync(join(tmpdir(), 'bundle-')))
})
afterEach(() => {
  process.chdir(cwd)
  rmSync(root, { recursive: true })
})

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, folder, path)), { recursive: true })
    writeFileSync(join(root, folder, path), text)
  }
}

async function refusal(file: string): Promise<UsageError> {
  const error: unknown = await bundleStrategy(file).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(UsageError)
  return error as UsageError
}

describe('a bundled text', () => {
  test('is the same from every folder, current directory and file name', async () => {
    write('a', PROJECT)
    write('elsewhere/deep/b', PROJECT)
    write('c', {
      'other/y.ts': STRATEGY,
      'tsconfig.json': '{ "compilerOptions": { "target": "es5", "alwaysStrict": true } }',
    })
    write('c/other', { 'limits.json': '{ "n": 2 }', 'parts/twice.ts': PROJECT['strategies/parts/twice.ts'] })
    write('c/other', { 'package.json': '{ "name": "c", "type": "module" }' })
    symlinkSync(join(root, 'a'), join(root, 'link'))
    const first = await bundleStrategy(join(root, 'a/strategies/x.ts'))
    process.chdir(join(root, 'a'))
    const texts = [
      await bundleStrategy('strategies/x.ts'),
      await bundleStrategy('./strategies/../strategies/x.ts'),
      await bundleStrategy(join(root, 'elsewhere/deep/b/strategies/x.ts')),
      await bundleStrategy(relative(process.cwd(), join(root, 'c/other/y.ts'))),
      await bundleStrategy(join(root, 'link/strategies/x.ts')),
    ].map(({ text }) => text)
    expect(new Set(texts)).toEqual(new Set([first.text]))
    expect(first.text).not.toContain(root)
    expect(first.hash).toBe(hashStrategyText(first.text))
    expect(first.files).toEqual(['x.ts', 'limits.json', 'parts/twice.ts'])
  })

  test('does not hold the name of a folder with an index file above or beside the strategy', async () => {
    const files = {
      'strategies/x.ts': `import a from './index.ts'\nimport b from '..'\nimport c from '../index'\nimport d from './parts'\nexport default [a, b, c, d]\n`,
      'strategies/index.ts': 'export default Math.max\n',
      'strategies/parts/index.ts': 'export default Math.min\n',
      'index.ts': `import top from './top'\nexport default { top }\n`,
      'top.ts': 'export default 9\n',
    }
    write('first', files)
    write('second', files)
    cpSync(join(root, 'first/strategies'), join(root, 'second/renamed'), { recursive: true })
    const first = await bundleStrategy(join(root, 'first/strategies/x.ts'))
    expect((await bundleStrategy(join(root, 'second/strategies/x.ts'))).text).toBe(first.text)
    expect((await bundleStrategy(join(root, 'second/renamed/x.ts'))).text).toBe(first.text)
    expect(first.files).toEqual(['x.ts', '../index.ts', '../top.ts', 'index.ts', 'parts/index.ts'])
    expect(JSON.parse(first.sourceMap).sources).toContain(join(root, 'first/index.ts'))
  })

  test('is the same wherever node_modules lies, and names the packages in it', async () => {
    const packages = {
      'node_modules/twice/package.json': '{ "name": "twice", "version": "1.2.3", "main": "lib/index.js" }',
      'node_modules/twice/lib/index.js':
        'if (process.env.NODE_ENV !== "production") console.warn("development")\nexports.twice = (n) => 2 * n\n',
      'node_modules/@scope/half/package.json':
        '{ "name": "@scope/half", "version": "0.1.0-rc.1", "exports": { "import": "./half.mjs" }, "sideEffects": false }',
      'node_modules/@scope/half/half.mjs':
        'export const half = (n) => n / 2\nexport const unused = () => Date.now()\n',
      'node_modules/unused/package.json':
        '{ "name": "unused", "version": "9.9.9", "sideEffects": false, "module": "u.js" }',
      'node_modules/unused/u.js': 'export const unused = 1\n',
    }
    const strategy = {
      'x.ts': `import { defineStrategy } from 'throughline'
import { half } from '@scope/half'
import { twice } from 'twice'
import 'unused'
export default defineStrategy({ name: 'x', decide: (pulse) => { if (twice(half(1)) > 0) pulse.flatten() } })
`,
    }
    write('near', { ...packages, ...strategy })
    write('far', packages)
    write('far/some/strategies', strategy)
    const near = await bundleStrategy(join(root, 'near/x.ts'))
    const far = await bundleStrategy(join(root, 'far/some/strategies/x.ts'))
    expect(far.text).toBe(near.text)
    expect(near.files).toEqual(['x.ts'])
    expect(near.packages).toEqual([
      { name: '@scope/half', version: '0.1.0-rc.1' },
      { name: 'twice', version: '1.2.3' },
    ])
    expect(preflight({ text: near.text })).toMatchObject({ tier: 2, packages: near.packages })
    const loaded = await loadStrategy(join(root, 'far/some/strategies/x.ts'), {
      api: { defineStrategy: (definition: object) => definition },
      seed: 1,
      isStrategy: (value): value is { decide: (pulse: { flatten: () => void }) => void } =>
        typeof value === 'object',
    })
    let flat = 0
    loaded.strategy.decide({ flatten: () => flat++ })
    expect([flat, loaded.tier]).toEqual([1, 2])
  })

  test('leaves out types, comments and code that nothing uses, and writes nothing to disk', async () => {
    write('a', {
      'x.ts': `import type { Bar } from 'throughline'\nimport { type Pulse, defineStrategy } from 'throughline'\n/** Secret. */\nconst unused = (bar: Bar, pulse: Pulse): number => bar.close + pulse.cash\nexport default defineStrategy({ name: 'x', decide() {} })\n`,
    })
    const { text } = await bundleStrategy(join(root, 'a/x.ts'))
    expect(text).not.toMatch(/Secret|unused|Bar|Pulse/)
    expect(readdirSync(join(root, 'a'))).toEqual(['x.ts'])
  })

  test('is strict, so that a forgotten declaration is no global', async () => {
    const { text } = await bundleStrategy(join(CORPUS, 'accepted/common-js.tier1.cjs'))
    expect(text.startsWith('"use strict";\n// throughline strategy text 1; packages: none\n')).toBe(true)
  })
})

describe('a strategy that cannot be bundled', () => {
  test('does not exist: the nearest name is given', async () => {
    write('a', { 'sma-cross.ts': '', 'readme.md': '' })
    const error = await refusal(join(root, 'a/sma-cros.ts'))
    expect(error.code).toBe('STRATEGY_NOT_FOUND')
    expect(error.message).toMatch(/there is no such file\. Did you mean 'sma-cross\.ts'\?$/)
    expect((await refusal(join(root, 'nowhere/x.ts'))).code).toBe('STRATEGY_NOT_FOUND')
    expect((await refusal(join(root, 'a'))).message).toContain('it is a folder')
    expect((await refusal(join(root, 'a/readme.md'))).code).toBe('STRATEGY_NOT_A_SCRIPT')
  })

  test('does not build: each file, line, column and reason is given', async () => {
    write('a', {
      'x.ts': `import { a } from './part.ts'\nimport b from 'not-installed'\nexport default a + b\n`,
      'part.ts': 'export const a = 1\nexport const = 2\n',
    })
    process.chdir(root)
    const error = await refusal('a/x.ts')
    expect(error.code).toBe('STRATEGY_DOES_NOT_BUILD')
    expect(error.details['errors']).toMatchObject([
      { file: 'a/part.ts', line: 2, column: 14 },
      { file: 'a/x.ts', line: 2, column: 15, text: expect.stringContaining('not-installed') },
    ])
    expect(error.message).toContain('\n  a/part.ts:2:14: Expected identifier but found "="')
  })

  test('awaits at its top level', async () => {
    write('a', { 'x.ts': 'const x = await 1\nexport default x\n' })
    const error = await refusal(join(root, 'a/x.ts'))
    expect(error.details['errors']).toMatchObject([{ line: 1 }])
  })
})
