import { describe, expect, it } from 'vitest'
import { absolutePaths, emptyNames, openEnds, silentTests, suppressions, unsoundCode } from './bans.ts'
import { allFiles, problems, type Rule } from './files.ts'

const judge = (rule: Rule, text: string, path = 'src/run/a.ts'): string[] => problems([{ path, text }], rule)

const RULES: [string, Rule, string[], string[]][] = [
  [
    'open ends without an issue',
    openEnds,
    ['// TODO later', '// FIXME: wrong', '/* XXX */', '// HACK around'],
    ['// TODO (#12) split', '// TODO #12', 'const todos = 1'],
  ],
  [
    'places on one machine',
    absolutePaths,
    ["const p = '/home/ann/x'", 'cd /root/x', '"/work/data"', "open('/tmp/x')"],
    ["'../work/x'", 'https://example.org/home/x', 'src/work/x.ts', 'a/tmp/b'],
  ],
  [
    'a silenced compiler',
    suppressions,
    ['// @ts-ignore', '// @ts-nocheck', '// @ts-ignore -- a reason', '// @ts-expect-error'],
    [
      '// @ts-expect-error -- a text is no number',
      '// @ts-expect-error: a text is no number',
      '// ts-ignore',
    ],
  ],
  [
    '`as any` and empty catches',
    unsoundCode,
    ['const a = b as any', 'try { f() } catch {}', 'try { f() } catch (e) { /* fine */ }'],
    ['const a = b as unknown', 'try { f() } catch (e) { throw wrap(e) }', '// as any'],
  ],
  [
    'tests that do not run',
    silentTests,
    [
      "it.only('x', f)",
      "describe.skip('x', f)",
      "it.skipIf(true)('x', f)",
      "test.todo('x')",
      "// why\nit.only('x', f)",
    ],
    ["// the data is not shipped\nit.skipIf(absent)('x', f)", "it.each([])('x', f)", 'array.skip(3)'],
  ],
  [
    'names that say nothing',
    emptyNames,
    [
      'class OrderManager {}',
      'interface IChart {}',
      'class RunHelper {}',
      'type StoreImpl = 1',
      'class BaseStore {}',
    ],
    [
      'interface Instrument {}',
      'interface Interval {}',
      'type Basis = 1',
      'class IOError {}',
      'type Database = 1',
    ],
  ],
]

describe.each(RULES)('the ban of %s', (_, rule, bad, good) => {
  it('holds in the project', () => {
    expect(problems(allFiles, rule)).toEqual([])
  })

  it.each(bad)('refuses %j', (text) => {
    expect(judge(rule, text)).toHaveLength(1)
  })

  it.each(good)('accepts %j', (text) => {
    expect(judge(rule, text)).toEqual([])
  })
})

describe('a violation', () => {
  it('says where and what, and what to do', () => {
    expect(judge(openEnds, 'const a = 1\n// TODO later')).toEqual([
      'src/run/a.ts:2 an open end must name its issue, as (#12): name it or do the work. Found: TODO',
    ])
  })
})
