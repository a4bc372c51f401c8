import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { folderImports, mermaidOf, withMap } from '../../scripts/code-map.mjs'
import { readImports, unreadImports } from '../../scripts/imports.mjs'

const roots: string[] = []

/** A made-up project of these files, in a folder of its own. */
function project(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'throughline-imports-'))
  roots.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

async function rulesBroken(files: Record<string, string>): Promise<string[]> {
  const { violations } = await readImports(project(files))
  return violations.map((text) => /\(([\w-]+)\)$/.exec(text)?.[1] ?? text).sort()
}

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true })
})

const model = {
  'src/model/index.ts': "export { a } from './a.ts'\n",
  'src/model/a.ts': 'export const a = 1\n',
}

describe('the rules of imports', () => {
  it('accept imports that look down, through the front door', async () => {
    const engine = { 'src/engine/index.ts': "export { a } from '../model/index.ts'\n" }
    expect(await rulesBroken({ ...model, ...engine })).toEqual([])
  })

  it('refuse an import that looks up, of a type too', async () => {
    const up = { 'src/model/b.ts': "import type { e } from '../engine/index.ts'\nexport type E = typeof e\n" }
    const engine = {
      'src/engine/index.ts': "export { e } from './e.ts'\n",
      'src/engine/e.ts': 'export const e = 1\n',
    }
    expect(await rulesBroken({ ...model, ...engine, ...up })).toEqual(['ladder-model'])
  })

  it('refuse a way in past the front door', async () => {
    const engine = { 'src/engine/index.ts': "export { a } from '../model/a.ts'\n" }
    expect(await rulesBroken({ ...model, ...engine })).toEqual(['front-door'])
  })

  it('refuse a circle of files', async () => {
    const circle = {
      'src/model/b.ts': "import { c } from './c.ts'\nexport const b = () => c\n",
      'src/model/c.ts': "import { b } from './b.ts'\nexport const c = () => b\n",
    }
    expect(new Set(await rulesBroken({ ...model, ...circle }))).toEqual(new Set(['no-cycle']))
  })

  it('refuse builtins in pure folders, and allow them above and in tests', async () => {
    const text = "import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n"
    expect(await rulesBroken({ 'src/engine/read.ts': text })).toEqual(['pure-folders-stand-alone'])
    expect(await rulesBroken({ 'src/data/read.ts': text, 'src/engine/read.test.ts': text })).toEqual([])
  })

  it('refuse an import that leads nowhere', async () => {
    expect(await rulesBroken({ 'src/model/b.ts': "export { x } from './gone.ts'\n" })).toEqual(['resolvable'])
  })

  it('refuse to import the fakes of testing in code', async () => {
    const testing = {
      'src/testing/index.ts': "export { f } from './f.ts'\n",
      'src/testing/f.ts': 'export const f = 1\n',
    }
    const run = { 'src/run/a.ts': "export { f } from '../testing/index.ts'\n" }
    expect(await rulesBroken({ ...testing, ...run })).toEqual(['ladder-run'])
  })
})

describe('the proof that imports were read', () => {
  const root = (): string => project(model)

  it('is silent where every module and import was read', async () => {
    const read = root()
    expect(unreadImports((await readImports(read)).modules, read)).toEqual([])
  })

  it('fails where no module was read, as with a TypeScript that the reader cannot use', () => {
    expect(unreadImports([], root())).toHaveLength(2)
  })

  it('fails where one module was left out, or its imports', async () => {
    const read = root()
    const { modules } = await readImports(read)
    expect(unreadImports(modules.slice(1), read)).toHaveLength(1)
    expect(
      unreadImports(
        modules.map(({ source }) => ({ source, dependencies: [] })),
        read,
      ),
    ).toEqual(['src/model/index.ts: its import of src/model/a.ts was not read.'])
  })

  it('fails where there is no source at all', () => {
    expect(unreadImports([], project({ 'src/readme.md': '' }))).toHaveLength(1)
  })
})

describe('the code map', () => {
  const modules = [
    { source: 'src/engine/a.ts', dependencies: [{ module: '', resolved: 'src/model/index.ts' }] },
    { source: 'src/engine/a.test.ts', dependencies: [{ module: '', resolved: 'src/testing/index.ts' }] },
    { source: 'src/model/index.ts', dependencies: [{ module: '', resolved: 'src/model/a.ts' }] },
  ]

  it('draws an arrow for each folder that code, not a test, imports from', () => {
    const imports = folderImports(modules)
    expect([...imports]).toEqual([
      ['model', []],
      ['engine', ['model']],
    ])
    expect(mermaidOf(imports).match(/-->/g)).toHaveLength(1)
    expect(mermaidOf(imports)).toContain('engine --> model')
  })

  it('replaces what stands between its markers and refuses a text without them', () => {
    const text = 'a\n<!-- code map: written by `npm run map` -->\nold\n<!-- end of code map -->\nb\n'
    const once = withMap(text, 'new')
    expect(once).toContain('\n\nnew\n\n')
    expect(once).not.toContain('old')
    expect(withMap(once, 'new')).toBe(once)
    expect(() => withMap('no markers', 'new')).toThrow(/must hold the markers/)
  })
})
