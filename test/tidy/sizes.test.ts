import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { allFiles, problems, ROOT, type SourceFile } from './files.ts'
import { fileSizes, functionLengths, parameterCounts, type Ratchet, staleEntries } from './sizes.ts'

const ratchet = JSON.parse(readFileSync(`${ROOT}test/tidy/ratchet.json`, 'utf8')) as Ratchet
const none: Ratchet = { lines: {}, parameters: {} }
const ofLines = (path: string, lines: number): SourceFile => ({ path, text: '// line\n'.repeat(lines) })

describe('the project', () => {
  it('keeps its files within their sizes', () => {
    expect(problems(allFiles, fileSizes(ratchet))).toEqual([])
  })

  it('keeps its functions within 70 lines', () => {
    expect(problems(allFiles, functionLengths)).toEqual([])
  })

  it('keeps exported functions within three positional parameters', () => {
    expect(problems(allFiles, parameterCounts(ratchet))).toEqual([])
  })

  it('lists no exception for what does not exist', () => {
    expect(staleEntries(ratchet, allFiles)).toEqual([])
  })
})

describe('the rule of file sizes', () => {
  it('refuses a source above 500 lines and a test above 800, whatever the ratchet says', () => {
    const generous: Ratchet = { lines: { 'src/a.ts': 900 }, parameters: {} }
    expect(problems([ofLines('src/a.ts', 501)], fileSizes(generous))).toEqual([
      'src/a.ts must have at most 500 lines, but has 501: split it by concept.',
    ])
    expect(problems([ofLines('src/a.test.ts', 800)], fileSizes(none))).toEqual([])
    expect(problems([ofLines('src/a.test.ts', 801)], fileSizes(none))).toHaveLength(1)
  })

  it('lets a file above 300 lines only shrink', () => {
    const at = (lines: number, entry: Record<string, number>): string[] =>
      problems([ofLines('src/a.ts', lines)], fileSizes({ lines: entry, parameters: {} }))
    expect(at(300, {})).toEqual([])
    expect(at(301, {}).join()).toMatch('at most 300 lines, but has 301')
    expect(at(350, { 'src/a.ts': 350 })).toEqual([])
    expect(at(351, { 'src/a.ts': 350 }).join()).toMatch('may only shrink from 350')
    expect(at(340, { 'src/a.ts': 350 }).join()).toMatch('has shrunk to 340')
    expect(at(200, { 'src/a.ts': 350 }).join()).toMatch('remove src/a.ts')
  })

  it('takes the front door of the package for the list that it is', () => {
    expect(problems([ofLines('src/index.ts', 600)], fileSizes(none))).toEqual([])
    expect(problems([ofLines('src/model/index.ts', 600)], fileSizes(none))).toHaveLength(1)
  })

  it('reports an exception for a file that is gone', () => {
    expect(staleEntries({ lines: { 'src/gone.ts': 400 }, parameters: { 'src/a.ts#f': 5 } }, [])).toHaveLength(
      2,
    )
  })
})

describe('the rules of functions', () => {
  const withBody = (lines: number): SourceFile => ({
    path: 'src/a.ts',
    text: `export function long() {\n${'  f()\n'.repeat(lines - 2)}}\n`,
  })

  it('refuses a function of 71 lines and names it', () => {
    expect(problems([withBody(70)], functionLengths)).toEqual([])
    expect(problems([withBody(71)], functionLengths)).toEqual([
      'src/a.ts:1 a function must have at most 70 lines, but long has 71: split it.',
    ])
  })

  it('refuses four positional parameters of an exported function or arrow, unless listed', () => {
    const text =
      'export function f(a, b, c, d) {}\nexport const g = (a, b, c, d) => a\nfunction h(a, b, c, d) {}\n'
    const found = problems([{ path: 'src/a.ts', text }], parameterCounts(none))
    expect(found).toHaveLength(2)
    expect(found[0]).toMatch(/^src\/a.ts:1 must have at most 3 parameters, but has 4/)
    const listed: Ratchet = { lines: {}, parameters: { 'src/a.ts#f': 4, 'src/a.ts#g': 4 } }
    expect(problems([{ path: 'src/a.ts', text }], parameterCounts(listed))).toEqual([])
  })
})
