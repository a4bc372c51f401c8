/** Paths, folders and patterns: which files they stand for, in which order, under which names. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFiles } from './find-files.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-find-'))
  const files = [
    'a.csv',
    'b.CSV.gz',
    'c.txt',
    'd.md',
    'us/KO/2020.csv',
    'us/KO/2021.csv',
    'us/PEP/2020.csv',
    '.git/e.csv',
    'f[1].csv',
  ]
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), '')
  }
  symlinkSync(join(folder, 'us'), join(folder, 'loop'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const namesOf = async (...inputs: readonly string[]): Promise<string[]> =>
  (await findFiles(inputs.map((input) => join(folder, input)))).map(({ name }) => name)

describe('findFiles', () => {
  it.each([
    ['a.csv', ['a.csv']],
    ['*.csv', ['a.csv', 'f[1].csv']],
    ['f[1].csv', ['f[1].csv']],
    ['?.csv', ['a.csv']],
    ['{c,a}.{csv,txt}', ['a.csv', 'c.txt']],
    ['[!a]*.txt', ['c.txt']],
    ['us/*/2020.csv', ['KO/2020.csv', 'PEP/2020.csv']],
    ['us/**', ['KO/2020.csv', '2021.csv', 'PEP/2020.csv']],
    ['**/2021.csv', ['2021.csv']],
    ['us', ['KO/2020.csv', '2021.csv', 'PEP/2020.csv']],
    ['.', ['a.csv', 'b.CSV.gz', 'c.txt', 'f[1].csv', 'KO/2020.csv', '2021.csv', 'PEP/2020.csv']],
    ['**', ['a.csv', 'b.CSV.gz', 'c.txt', 'f[1].csv', 'KO/2020.csv', '2021.csv', 'PEP/2020.csv']],
  ])('%s stands for %j', async (input, names) => expect(await namesOf(input)).toEqual(names))

  it('takes a file once, whoever names it', async () => {
    expect(await namesOf('a.csv', '*.csv', './a.csv')).toEqual(['a.csv', 'f[1].csv'])
  })

  it('says the folder that a file lies in', async () => {
    expect((await findFiles([join(folder, 'us/KO')])).map((file) => file.folder)).toEqual(['KO', 'KO'])
  })

  it.each([
    [[], 'NO_FILES'],
    [['*.parquet'], 'NO_SUCH_FILE'],
    [['nowhere/**/*.csv'], 'NO_SUCH_FILE'],
    [['.git/deep'], undefined],
  ])('%j is refused with %s', async (inputs, code) => {
    const found = findFiles(inputs.map((input) => join(folder, input)))
    if (code === undefined) expect((await found).length).toBe(1)
    else await expect(found).rejects.toMatchObject({ code })
  })
})
