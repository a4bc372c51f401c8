import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { allFiles, allPaths, problems, ROOT, type SourceFile } from './files.ts'
import { frontDoors, importEndings, placement, rungs } from './layout.ts'
import { lineCount } from './sizes.ts'

const ladder = JSON.parse(readFileSync(`${ROOT}scripts/ladder.json`, 'utf8')) as {
  readonly folders: readonly string[]
  readonly testing: string
}
const allowedFolders = [...ladder.folders, ladder.testing]
const file = (path: string, text = ''): SourceFile => ({ path, text })

describe('the project', () => {
  it('was read', () => {
    expect(allPaths).toEqual(
      expect.arrayContaining(['package.json', '.ci/run', 'src/index.ts', 'test/tidy/layout.test.ts']),
    )
    expect(allPaths.filter((path) => /^(node_modules|dist|\.git)\//.test(path))).toEqual([])
  })

  it('has its files where they belong', () => {
    expect(problems(allFiles, placement)).toEqual([])
  })

  it('has a front door in each folder of src, on the ladder', () => {
    expect(rungs(allPaths, allowedFolders)).toEqual([])
  })

  it('has front doors that only re-export by name', () => {
    expect(problems(allFiles, frontDoors)).toEqual([])
  })

  it('writes the whole name of a file in a relative import', () => {
    expect(problems(allFiles, importEndings)).toEqual([])
  })

  it('has a licence, a guide for builders, and a README of at most 120 lines', () => {
    expect(readFileSync(`${ROOT}LICENSE`, 'utf8')).toMatch(/^MIT License/)
    expect(existsSync(`${ROOT}ARCHITECTURE.md`), 'ARCHITECTURE.md must exist').toBe(true)
    const readme = allFiles.find(({ path }) => path === 'README.md')
    expect(readme, 'README.md must exist').toBeDefined()
    expect(lineCount(readme!), 'README.md must have at most 120 lines').toBeLessThanOrEqual(120)
  })

  it('names in its code map every folder of src, and each test of an invariant exists', () => {
    const text = readFileSync(`${ROOT}ARCHITECTURE.md`, 'utf8')
    const folders = new Set(allPaths.flatMap((path) => /^src\/([^/]+)\//.exec(path)?.[1] ?? []))
    expect(
      [...folders].filter((folder) => !text.includes(`\n| ${folder} |`)),
      'folders without a row',
    ).toEqual([])
    const invariants = text.slice(text.indexOf('## Invariants'))
    const named = [...invariants.matchAll(/\b(?:src|test|scripts)\/[\w./-]+\.(?:ts|mjs|json)\b/g)].map(
      ([path]) => path,
    )
    expect(
      named.filter((path) => !allPaths.includes(path)),
      'tests that do not exist',
    ).toEqual([])
  })
})

describe('the rule of placement', () => {
  it('refuses vague folders, a third level, and names that are not kebab-case', () => {
    expect(problems([file('src/run/utils/a.ts')], placement)).toHaveLength(1)
    expect(problems([file('test/helpers/a.ts')], placement)).toHaveLength(1)
    expect(problems([file('src/brokers/alpaca/deep/a.ts')], placement)).toHaveLength(1)
    expect(problems([file('src/run/RunStore.ts')], placement)).toHaveLength(1)
    expect(problems([file('src/brokers/alpaca/order-book.test.ts')], placement)).toEqual([])
  })
})

describe('the rule of rungs', () => {
  it('refuses a folder off the ladder or without an index.ts', () => {
    expect(rungs(['src/misc/index.ts'], allowedFolders)).toHaveLength(1)
    expect(rungs(['src/model/bars.ts'], allowedFolders)).toHaveLength(1)
    expect(rungs(['src/model/bars.ts', 'src/model/index.ts'], allowedFolders)).toEqual([])
  })
})

describe('the rule of front doors', () => {
  const judge = (text: string): string[] => problems([file('src/model/index.ts', text)], frontDoors)

  it('refuses export *, declarations and imports', () => {
    expect(judge("export * from './a.ts'")).toHaveLength(1)
    expect(judge("export * as a from './a.ts'")).toHaveLength(1)
    expect(judge('export const a = 1')).toHaveLength(1)
    expect(judge("import './a.ts'")).toHaveLength(1)
  })

  it('accepts names and types', () => {
    expect(
      judge("/** Bars. */\nexport { a, type B } from './a.ts'\nexport type { C } from './c.ts'\n"),
    ).toEqual([])
  })
})

describe('the rule of import endings', () => {
  it.each([
    "import { a } from './a'",
    "export { a } from '../a.js'",
    "const a = await import('./a')",
    "import a from '..'",
  ])('refuses %s', (text) => {
    expect(problems([file('src/model/x.ts', text)], importEndings)).toHaveLength(1)
  })

  it('accepts whole names and packages', () => {
    const text = "import { a } from './a.ts'\nimport { b } from 'node:fs'\nimport 'zod'\n"
    expect(problems([file('src/model/x.ts', text)], importEndings)).toEqual([])
  })
})
