import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { DataError, UsageError } from '../model/index.ts'
import { bundleStrategy } from './bundle.ts'
import { type Finding, preflight } from './preflight.ts'
import { strategyHead } from './strategy-text.ts'

const CORPUS = fileURLToPath(new URL('../../test/data/strategies/', import.meta.url))
const filesIn = (folder: string): string[] => readdirSync(join(CORPUS, folder)).sort()

/** The comments `// ! CODE CODE` of a file: what must be found on which line. */
function expectedIn(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      (/\/\/ ! (.+)$/.exec(line)?.[1]?.split(' ') ?? []).map((code) => `${path}:${index + 1} ${code}`),
    )
}

function findingsOf(run: () => unknown): readonly Finding[] {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    const { code, details } = error as UsageError
    expect(code).toBe('STRATEGY_NOT_REPRODUCIBLE')
    return details['findings'] as unknown as readonly Finding[]
  }
  throw new Error('nothing was refused')
}

const preflightOf = (code: string, packages: Parameters<typeof strategyHead>[0] = []) =>
  preflight({ text: `${strategyHead(packages)}// strategy\n${code}\n` })

describe('the corpus of strategies', () => {
  test.each(filesIn('refused'))('%s is refused at each marked line and no other', async (name) => {
    const file = join(CORPUS, 'refused', name)
    const bundle = await bundleStrategy(file)
    const found = findingsOf(() => preflight(bundle))
    const expected = [join(CORPUS, 'refused', name), ...partsOf(bundle.files)].flatMap(expectedIn)
    expect(expected.length).toBeGreaterThan(0)
    expect(found.map((at) => `${at.file}:${at.line} ${at.code}`).sort()).toEqual(expected.sort())
    // The text alone is judged alike, years later and without a map.
    expect(
      findingsOf(() => preflight({ text: bundle.text }))
        .map(({ code }) => code)
        .sort(),
    ).toEqual(found.map(({ code }) => code).sort())
  })

  test.each(filesIn('accepted'))('%s has the tier that its name says', async (name) => {
    const bundle = await bundleStrategy(join(CORPUS, 'accepted', name))
    const result = preflight(bundle)
    expect(result.tier).toBe(Number(/\.tier(\d)\./.exec(name)?.[1]))
    expect(result.findings).toEqual([])
    expect(preflight({ text: bundle.text }).tier).toBe(result.tier)
  })
})

function partsOf(files: readonly string[]): string[] {
  return files
    .filter((file) => file.endsWith('.ts') && file.includes('/'))
    .map((file) => join(CORPUS, 'refused', file))
}

describe('preflight', () => {
  test('tells every finding in the message, with file, line and column', () => {
    const text = `${strategyHead([])}// strategy\nvar x = () => Date.now();\nvar y = () => fetch("");\n`
    expect(() => preflight({ text })).toThrow(
      /at any time on any machine.*\n {2}strategy-[0-9a-f]{12}\.js:4:15: Date.now\(\) reads the clock.*\n {2}strategy-[0-9a-f]{12}\.js:5:15: fetch reaches the network/,
    )
  })

  test('refuses a text that the bundler did not make', () => {
    expect(() => preflight({ text: 'module.exports = {}' })).toThrow(DataError)
    expect(() => preflightOf('const = 1')).toThrow(/must be a script in strict mode/)
    expect(() => preflightOf('with (Math) random()')).toThrow(/must be a script in strict mode/)
  })

  test.each([
    '({}).__proto__.x = 1',
    '[].constructor.prototype.x = 1',
    'class A { m() { this.constructor.n++ } }',
  ])('sees changes of what values share: %s', (code) => {
    expect(findingsOf(() => preflightOf(code)).map((finding) => finding.code)).toEqual(['GLOBAL_STATE'])
  })

  test('takes names that every object has for nothing special', () => {
    expect(
      preflightOf('var f = (x) => x.toString() + x.valueOf() + x.hasOwnProperty("a") + x.constructor.name')
        .tier,
    ).toBe(1)
  })

  test('does not take the annotations of the bundler for the name of a file', () => {
    const code = '// node_modules/a/index.js\nvar n = 0\n// @__NO_SIDE_EFFECTS__\nvar f = () => n++'
    expect(preflightOf(code).tier).toBe(1)
    expect(findingsOf(() => preflightOf(code.replace('node_modules/', '')))).toHaveLength(1)
  })

  test('reads the packages of a text from its head', () => {
    const packages = [
      { name: '@scope/a', version: '1.2.3-r.1' },
      { name: 'b', version: '0.0.1' },
    ]
    expect(preflightOf('var x = 1', packages)).toMatchObject({ tier: 2, packages })
    expect(preflightOf('var x = 1')).toMatchObject({ tier: 1, packages: [] })
  })

  test('says where Math.random is read', () => {
    expect(preflightOf('var x = () => Math.random()').randomness).toMatchObject([{ line: 4, column: 15 }])
    expect(preflightOf('var m = Math').randomness).toHaveLength(1)
    expect(preflightOf('var x = (k) => Math[k](2)').randomness).toHaveLength(1)
    expect(preflightOf('var x = (Math) => Math.random()').randomness).toHaveLength(0)
  })

  test.each([
    'var x = typeof process === "object" && process.env.A',
    'var x = typeof window !== "undefined" ? window : 3',
    'var x = typeof self === "undefined" || self.name',
    'if (!(typeof globalThis !== "undefined")) { var y = 1 } else { globalThis.y = 1 }',
    'var f = (global, factory) => { typeof exports === "object" && typeof module !== "undefined" ? factory() : (global = self, factory()) }',
    'var x = typeof fetch',
    'if (false) droppedByTheBundler()',
    'var f = () => { if ("production" !== "production") { dropped() } else f() }',
  ])('does not count what a test hides in the sandbox: %s', (code) => {
    expect(preflightOf(code).tier).toBe(1)
  })

  test.each([
    ['var x = typeof process === "object" || process.env', 'ENVIRONMENT'],
    ['var x = (process) => typeof process === "object" && window', 'GLOBAL_OBJECT'],
    ['var x = typeof window === "undefined" ? process : 1', 'ENVIRONMENT'],
    ['var x = typeof Date === "function" && Date.now()', 'CLOCK'],
  ])('counts what a typeof test does not hide: %s', (code, expected) => {
    expect(findingsOf(() => preflightOf(code)).map((finding) => finding.code)).toEqual([expected])
  })

  test.each([
    'try { f() } catch (error) { g(error.stack) }',
    'try { f() } catch (error) { const same = error; g(same["stack"].length) }',
    'try { f() } catch ({ stack }) { g(stack) }',
    'try { f() } catch (caught) { const { stack: lines = "" } = caught; g(lines) }',
    'const made = () => new TypeError("x").stack',
    'const known = new RangeError("x"); const g = () => known?.stack',
    'const g = (error) => error.stack',
    'const held = {}; const g = () => Error.captureStackTrace(held)',
    'const g = (result) => result.error.stack',
  ])('refuses what reads the stack of an error: %s', (code) => {
    const before = 'var f = () => 1, g = () => 1;'
    const found = findingsOf(() => preflightOf(code.startsWith('try') ? before + code : code))
    expect(found).toMatchObject([{ code: 'MACHINE', what: expect.stringContaining('use error.message') }])
  })

  test.each([
    'try { f() } catch (error) { error.stack = ""; g(error.message) }',
    'const stack = []; const book = { stack: [1] }; const depth = book.stack.length',
    'class Book { stack = []; size() { return this.stack.length } }',
    'const depth = (pulse) => pulse.state.stack.length',
    'const { stack } = { stack: [1] }',
  ])('takes stacks of its own for what they are: %s', (code) => {
    expect(preflightOf(`var f = () => 1, g = () => 1;${code}`).tier).toBe(1)
  })

  test('leaves packages that read the stack of an error alone', () => {
    const code = '// node_modules/a/index.js\nvar f = (error) => error.stack'
    expect(preflightOf(code).tier).toBe(1)
  })

  test.each([
    'var f = (a = b2, { b: [c] = [] } = {}, ...d) => [a, b2, c, d]; var b2 = 1',
    'function f() { if (true) { var hoisted = 1 } return hoisted + g(); function g() { return 1 } }',
    'var f = function self() { return self }; var C = class window { m() { return window } }',
    'function f() { return arguments.length }',
    'switch (1) { case 1: let process = 2; process += 1 }',
    'class A { static #n = 1; static { var top = 2; let x = top } get window() { return this.#p } #p = 1; fetch() {} }',
    'var { process: mine, fetch: [other] = [] } = {}; mine = other',
    'try { } catch ({ window, ...fetch }) { window = fetch }',
    'outer: for (const [process] of []) { continue outer }',
    'var o = { get fetch() { return 1 }, window: 1, process() {} }; o.fetch + o.window',
    'var { a, b = a } = {}; ({ a, b: [b] } = { a: 1, b: [2] })',
  ])('takes declared names for what they are: %s', (code) => {
    expect(preflightOf(code).tier).toBe(1)
  })

  test.each([
    ['{ let process = 1 } var x = process', 1],
    ['function f() { { function fetch() {} } return fetch }', 1],
    ['for (let window of []) {} var y = window', 1],
    ['var f = () => arguments', 1],
    ['var { [process]: a = fetch } = {}', 2],
    ['({ a: window.b } = {})', 2],
    ['class A extends Worker { [process.pid] = fetch }', 3],
  ])('sees through scopes that have ended: %s', (code, count) => {
    expect(findingsOf(() => preflightOf(code))).toHaveLength(count)
  })
})
