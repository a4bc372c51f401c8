import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { allFiles, problems, ROOT } from './files.ts'
import { pureRule } from './pure.ts'

interface Ladder {
  readonly folders: readonly string[]
  readonly lastPure: string
}

const { folders, lastPure } = JSON.parse(readFileSync(`${ROOT}scripts/ladder.json`, 'utf8')) as Ladder
const pureFolders = folders.slice(0, folders.indexOf(lastPure) + 1)
const rule = pureRule(pureFolders)

describe('pure folders', () => {
  it('touch nothing ambient', () => {
    expect(problems(allFiles, rule)).toEqual([])
  })

  it('are compiled without Node or DOM types, all of them', () => {
    const { include } = JSON.parse(readFileSync(`${ROOT}tsconfig.pure.json`, 'utf8')) as { include: string[] }
    const existing = pureFolders
      .map((folder) => `src/${folder}`)
      .filter((path) => existsSync(`${ROOT}${path}`))
    expect(include).toEqual(expect.arrayContaining(existing))
  })

  it('are those in which the linter bans the console', () => {
    expect(readFileSync(`${ROOT}.oxlintrc.json`, 'utf8')).toContain(`src/{${pureFolders.join(',')}}/**/*.ts`)
  })
})

describe('the rule of purity', () => {
  const judge = (text: string, path = 'src/engine/a.ts'): string[] => problems([{ path, text }], rule)

  it.each([
    'const t = Date.now()',
    'const t = new Date()',
    'const t = new Date',
    'const t = Date()',
    'const t = new Date(2020, 1, 1)',
    'const r = Math.random()',
    "console.log('x')",
    'const e = process.env',
    'setTimeout(f, 1)',
    'const t = performance.now()',
    'const g = globalThis.Date',
    'const x = { console }',
    'const d = date.getHours()',
    "const o = 'a'.localeCompare('b')",
  ])('refuses %s', (text) => {
    expect(judge(text)).toHaveLength(1)
    expect(judge(text)[0]).toMatch(/^src\/engine\/a.ts:1 a pure folder must not use /)
  })

  it.each([
    'const t = new Date(openMs)',
    'const t = Date.UTC(2020, 1, 1)',
    "const banned = ['Date.now', 'Math.random', 'console']",
    '// Date.now() is never called',
    'interface Pulse { process: number }\nconst p = pulse.process',
    'const r = pulse.random()',
  ])('accepts %s', (text) => {
    expect(judge(text)).toEqual([])
  })

  it('leaves tests and the folders above alone', () => {
    expect(judge('Date.now()', 'src/engine/a.test.ts')).toEqual([])
    expect(judge('Date.now()', 'src/run/a.ts')).toEqual([])
  })
})
