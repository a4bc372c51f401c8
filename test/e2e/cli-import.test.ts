/** The flags of `snapshot import`: folders and patterns, layouts, backends, explicit choices; files that are no data. */
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeParquet } from '../../src/testing/reader-files.ts'
import {
  answerOf,
  ensureBuilt,
  finish,
  MAIN,
  newFolder,
  ROOT,
  refusalOf,
  throughline,
} from './cli-process.ts'

beforeAll(ensureBuilt)

const HEADER = 'date,open,high,low,close,volume\n'
const rowsOf = (...days: readonly string[]): string => days.map((day) => `${day},10,11,9,10.5,100\n`).join('')

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const cwd = await newFolder()
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(cwd, name, '..'), { recursive: true })
    await writeFile(join(cwd, name), text)
  }
  return cwd
}

const IMPORT = ['snapshot', 'import']
const instrumentsOf = async (cwd: string): Promise<string[]> =>
  ((await answerOf(['snapshot', 'show', 'x'], { cwd }))['instrumentList'] as { id: string }[]).map(
    ({ id }) => id,
  )

describe('files', () => {
  const YEARS = {
    'data/KO/2020.csv': HEADER + rowsOf('2020-12-30', '2020-12-31'),
    'data/KO/2021.csv': HEADER + rowsOf('2021-01-04', '2021-01-05'),
    'data/PEP/2020.csv': HEADER + rowsOf('2020-12-30', '2020-12-31'),
    'data/.hidden/2020.csv': 'nothing',
    'data/notes.md': 'nothing',
  }

  it('of a folder a symbol are joined in time, through a folder or a quoted pattern', async () => {
    const cwd = await project(YEARS)
    const flags = ['--instrument-from', 'folder', '--id', 'x']
    const { hash, bars, sources } = await answerOf([...IMPORT, 'data', ...flags], { cwd })
    expect(bars).toBe(6)
    expect(await instrumentsOf(cwd)).toEqual(['KO', 'PEP'])
    expect((sources as { name: string }[]).map(({ name }) => name)).toEqual([
      '2021.csv',
      'KO/2020.csv',
      'PEP/2020.csv',
    ])
    for (const pattern of ['data/**', 'data/*/*.csv', '**/20{20,21}.csv', 'data/[KP]*/202?.csv']) {
      expect((await answerOf([...IMPORT, pattern, ...flags], { cwd }))['hash']).toBe(hash)
    }
  })

  it('of one name in several folders need a word on what names them', async () => {
    const cwd = await project(YEARS)
    const { code, message } = await refusalOf([...IMPORT, 'data', '--id', 'x'], 2, { cwd })
    expect(code).toBe('SAME_FILE_NAME')
    expect(message).toContain('KO/2020.csv and PEP/2020.csv')
  })

  it('that overlap in time are refused with both names', async () => {
    const cwd = await project({
      'KO/a.csv': HEADER + rowsOf('2020-12-30', '2020-12-31'),
      'KO/b.csv': HEADER + rowsOf('2020-12-31', '2021-01-04'),
    })
    const { code, message } = await refusalOf([...IMPORT, 'KO', '--symbol', 'KO', '--id', 'x'], 3, { cwd })
    expect(code).toBe('FILES_OVERLAP')
    expect(message).toContain('a.csv goes to 2020-12-31 and b.csv begins at 2020-12-31 (line 2)')
  })
})

describe('explicit choices', () => {
  it('take a wide table with a table of instruments', async () => {
    const cwd = await project({
      'closes.csv': 'date,ES,NQ\n2020-01-02,3250,8800\n2020-01-03,3240,8790\n',
      'list.csv':
        'symbol,currency,asset class,tick,lot,multiplier,calendar\nES,USD,future,0.25,1,50,\nNQ,USD,future,0.25,1,20,\n',
    })
    const flags = ['--wide', '--instruments-table', 'list.csv', '--id', 'x']
    const answer = await answerOf([...IMPORT, 'closes.csv', ...flags], { cwd })
    expect(answer).toMatchObject({ bars: 4, instruments: 2, sources: [{ layout: 'wide' }] })
    const { instrumentList } = await answerOf(['snapshot', 'show', 'x'], { cwd })
    expect(instrumentList).toMatchObject([
      { id: 'ES', assetClass: 'future', tickSize: 0.25, multiplier: 50 },
      { id: 'NQ', multiplier: 20 },
    ])
  })

  it('name the columns of a file without a header, or their places', async () => {
    const cwd = await project({ 'KO.csv': rowsOf('2020-01-02', '2020-01-03') })
    const named = ['--columns', 'date,open,high,low,close,volume']
    const { hash } = await answerOf([...IMPORT, 'KO.csv', ...named, '--id', 'x'], { cwd })
    const places = ['time=1', 'open=2', 'high=3', 'low=4', 'close=5', 'volume=6'].flatMap((one) => [
      '--column',
      one,
    ])
    const again = await answerOf([...IMPORT, 'KO.csv', '--no-header', ...places, '--id', 'x'], { cwd })
    expect(again['hash']).toBe(hash)
  })

  it('leave out the rows of an accepted error, and say so wherever the snapshot is shown', async () => {
    const cwd = await project({
      'KO.csv': `${HEADER}${rowsOf('2020-01-02', '2020-01-03')}2020-01-06,x,11,9,10,1\n`,
    })
    const answer = await answerOf([...IMPORT, 'KO.csv', '--accept', 'BAD_NUMBER', '--id', 'x'], { cwd })
    expect(answer).toMatchObject({
      bars: 2,
      findings: [{ code: 'BAD_NUMBER', severity: 'accepted', count: 1 }],
    })
    const { stdout } = await throughline(['snapshot', 'show', 'x'], { cwd })
    expect(stdout).toMatch(/accepted:? BAD_NUMBER, 1 time/)
    expect(stdout).toContain("KO.csv:4 KO 2020-01-06: open is 'x'")
  })

  it('resolve repeated local times and expect the bars of a calendar', async () => {
    const times = ['2020-11-01 00:00', '2020-11-01 01:00', '2020-11-01 01:00', '2020-11-01 02:00']
    const cwd = await project({ 'KO.csv': HEADER + rowsOf(...times) })
    const flags = ['--tz', 'America/New_York', '--calendar', '24/7', '--id', 'x']
    expect((await refusalOf([...IMPORT, 'KO.csv', ...flags], 3, { cwd })).code).toBe('BAD_BARS')
    const answer = await answerOf([...IMPORT, 'KO.csv', ...flags, '--dst-repeat', 'in-order'], { cwd })
    expect(answer).toMatchObject({ bars: 4, findings: [{ code: 'REPEATED_TIME_RESOLVED', count: 2 }] })
  })

  it.each([
    [['--accept', 'BAD_NUMBR'], 'NOT_ACCEPTABLE', "'BAD_NUMBER'"],
    [['--accept', 'OUT_OF_ORDER'], 'NOT_ACCEPTABLE', 'must be one of'],
    [['--backend', 'duckbd'], 'UNKNOWN_BACKEND', "'duckdb'"],
    [['--calendar', 'nyze'], 'BAD_FLAG_VALUE', "'nyse'"],
    [['--dst-repeat', 'frist'], 'BAD_FLAG_VALUE', "'first'"],
    [['--instrument-from', 'folders'], 'BAD_FLAG_VALUE', "'folder'"],
    [['--date-order', 'mdj'], 'BAD_DATE_ORDER', "'mdy'"],
    [['--price-divisor', '0'], 'BAD_NUMBER', 'above 0'],
    [['--interval', '5x'], 'BAD_INTERVAL', '5x'],
    [['--columns', 'date,open'], 'WRONG_HEADER', '2 are named'],
  ])('%j is answered with %s and what is known', async (flags, code, hint) => {
    const cwd = await project({ 'KO.csv': HEADER + rowsOf('2020-01-02', '2020-01-03') })
    const error = await refusalOf([...IMPORT, 'KO.csv', '--id', 'x', ...flags], 2, { cwd })
    expect([error.code, error.message.includes(hint)], error.message).toEqual([code, true])
  })
})

describe('a refusal', () => {
  const DAILY = HEADER + rowsOf('2020-01-06', '2020-01-07', '2020-01-08', '2020-01-09', '2020-01-10')
  const minutes = Array.from({ length: 30 }, (_, n) => `2020-01-06T14:${30 + n}:00Z`)

  it.each([
    ['a column of unusual name', `Datum,${DAILY.slice(5)}`, '--column time=NAME'],
    ['a month that is left open', HEADER + rowsOf('03/04/2020', '03/05/2020'), '--date-order mdy'],
    ['times of no known form', HEADER + rowsOf('Jan 2, 2020'), '--column time=NAME'],
    ['one bar', HEADER + rowsOf('2020-01-06'), '--interval 1d'],
    ['a bad cell', `${DAILY}2020-01-13,10,11,9,x,100\n`, '--accept BAD_NUMBER'],
  ])('of %s names the flag that answers it', async (_, text, flag) => {
    const cwd = await project({ 'KO.csv': text })
    const { stderr } = await throughline([...IMPORT, 'KO.csv', '--id', 'x'], { cwd })
    expect(stderr).toMatch(/^hint: /m)
    expect(stderr.slice(stderr.indexOf('hint: '))).toContain(flag)
  })

  it('of an error that no flag answers names none', async () => {
    const cwd = await project({ 'KO.csv': HEADER + rowsOf('2020-01-07', '2020-01-06') })
    const { stderr } = await throughline([...IMPORT, 'KO.csv', '--id', 'x'], { cwd })
    expect(stderr).toContain('hint: nothing was repaired, and nothing half-done was left behind [BAD_BARS]')
  })

  it('keeps bars of days out of a snapshot of minutes, unless the interval is named', async () => {
    const cwd = await project({ 'KO.csv': HEADER + rowsOf(...minutes), 'PEP.csv': DAILY })
    const { stderr, code } = await throughline([...IMPORT, 'KO.csv', 'PEP.csv', '--id', 'x'], { cwd })
    expect(code).toBe(3)
    expect(stderr).toContain('PEP.csv:2 PEP 2020-01-06: its 5 bars are 1d apart, those of the snapshot 1m')
    const named = [...IMPORT, 'KO.csv', 'PEP.csv', '--id', 'x', '--interval', '1m']
    expect((await answerOf(named, { cwd }))['findings']).toContainEqual(
      expect.objectContaining({ code: 'SPARSE_BARS', count: 1 }),
    )
  })
})

describe('a backend', () => {
  const QUERY = `SELECT DATE '2020-01-02' + n::INT AS date, 'S' || (n % 3) AS symbol, 10 + n / 8 AS open, 30::DOUBLE AS high,
    5.25::DECIMAL(9, 2) AS low, 12 + n / 8 AS close, n AS volume FROM range(40) t(n)`

  it('is chosen by a flag or the settings, and never shows in the snapshot', async () => {
    const cwd = await project({})
    await writeParquet(join(cwd, 'bars.parquet'), QUERY, 'COMPRESSION zstd')
    const args = [...IMPORT, 'bars.parquet', '--interval', '1d', '--id', 'x']
    const { hash } = await answerOf(args, { cwd })
    expect((await answerOf([...args, '--backend', 'js'], { cwd }))['hash']).toBe(hash)
    await writeFile(join(cwd, 'throughline.toml'), '[data]\nbackend = "js"\n')
    expect((await answerOf(args, { cwd }))['hash']).toBe(hash)
    await writeFile(join(cwd, 'throughline.toml'), '[data]\nbackend = "arrow"\n')
    expect((await refusalOf(args, 2, { cwd })).code).toBe('UNKNOWN_BACKEND')
    await writeFile(join(cwd, 'throughline.toml'), '[data]\nbackned = "js"\n')
    expect((await refusalOf(args, 2, { cwd })).message).toContain("Did you mean 'backend'?")
    await writeFile(join(cwd, 'throughline.toml'), '')
    if (Number(process.versions.node.split('.')[0]) < 22) {
      const error = await refusalOf([...args, '--backend', 'polars'], 2, { cwd })
      expect(error.message).toContain('Choose the backend duckdb or js')
    }
  })

  it('of JavaScript loads no native code', async () => {
    const cwd = await project({})
    await writeParquet(join(cwd, 'bars.parquet'), QUERY)
    const script = `
      const loaded = []
      const load = process.dlopen
      process.dlopen = (...args) => { loaded.push(args[1]); return load.apply(process, args) }
      const { importFiles, openSnapshot } = await import(${JSON.stringify(pathToFileURL(join(MAIN, '..', '..', 'index.js')).href)})
      const request = { files: ['bars.parquet'], folder: 'snapshots', interval: '1d', nowMs: 0 }
      const { hash } = await importFiles({ ...request, backend: process.argv[2] })
      const { table } = openSnapshot({ folder: 'snapshots', hash })
      console.log(JSON.stringify({ hash, bars: table.close.length, loaded: loaded.length }))`
    await writeFile(join(cwd, 'native.mjs'), script)
    const run = async (backend: string): Promise<{ hash: string; bars: number; loaded: number }> => {
      const { stdout, stderr } = await finish(process.execPath, ['native.mjs', backend], { cwd })
      expect(stderr).toBe('')
      return JSON.parse(stdout)
    }
    const [js, duckdb] = [await run('js'), await run('duckdb')]
    expect([js.bars, js.loaded]).toEqual([40, 0])
    expect(js.hash).toBe(duckdb.hash)
    expect(duckdb.loaded).toBeGreaterThan(0)
  })
})

describe('a file that is no data', () => {
  const LINE_BYTES = 300e6

  /** The code of the refusal and the most memory that the process held, MB. */
  async function refusalIn(cwd: string, file: string): Promise<{ code: string; peakMb: number }> {
    const report = join(cwd, 'exit.json')
    const { stderr, code } = await finish(
      process.execPath,
      [
        '--max-old-space-size=64',
        '--import',
        pathToFileURL(join(ROOT, 'bench', 'exit-report.mjs')).href,
        MAIN,
        ...IMPORT,
        file,
        '--id',
        'x',
        '--json',
      ],
      { cwd, env: { BENCH_EXIT_REPORT: report } },
    )
    expect(code).toBe(3)
    const { peakKb } = JSON.parse(await readFile(report, 'utf8')) as { peakKb: number }
    return { code: (JSON.parse(stderr) as { error: { code: string } }).error.code, peakMb: peakKb / 1024 }
  }

  it('but one line of 300 MB is refused within bounded memory, plain, packed or as JSON', async () => {
    const cwd = await project({})
    const start =
      HEADER +
      rowsOf(...Array.from({ length: 4_000 }, (_, n) => new Date(n * 864e5).toISOString().slice(0, 10)))
    const json = `[${'{"date":"2020-01-02","open":1,"high":1,"low":1,"close":1,"volume":1},'.repeat(2_000)}"`
    for (const [name, text] of [
      ['long.csv', start],
      ['long.json', json],
    ] as const) {
      await writeFile(join(cwd, name), text)
      // Sparse: the line is of zeros.
      await truncate(join(cwd, name), LINE_BYTES)
      const { code, peakMb } = await refusalIn(cwd, name)
      expect(code).toBe('LINE_TOO_LONG')
      expect(peakMb).toBeLessThan(250)
    }
    const packed = createWriteStream(join(cwd, 'packed.csv.gz'))
    packed.write(gzipSync(start))
    for (let n = 0; n < 30; n++) packed.write(gzipSync(Buffer.alloc(LINE_BYTES / 30, 'x')))
    await new Promise((done) => packed.end(done))
    const { code, peakMb } = await refusalIn(cwd, 'packed.csv.gz')
    expect([code, peakMb < 250]).toEqual(['LINE_TOO_LONG', true])
  }, 60_000)

  it.each([
    ['garbage.csv', Buffer.from([1, 2, 3, 255, 254, 0, 9]), 'NOT_TEXT'],
    ['garbage.parquet', Buffer.from('PAR1 and then nothing of the kind'), 'BAD_PARQUET'],
    ['header.csv', HEADER, 'NO_ROWS'],
    ['empty.csv', '', 'EMPTY_FILE'],
    ['page.csv', '<!doctype html><title>Too many requests</title>', 'NOT_CSV'],
    ['commas.csv', `${HEADER}"2020-01-02","10,5","11,5","9,5","10,5",100\n`, 'BAD_BARS'],
    ['old.csv', HEADER + rowsOf('1890-01-02', '1890-01-03'), 'BAD_BARS'],
    ['late.csv', HEADER + rowsOf('2190-01-02', '2190-01-03'), 'BAD_BARS'],
  ])('%s is refused and nothing is sealed', async (name, content, code) => {
    const cwd = await newFolder()
    await writeFile(join(cwd, name), content)
    const error = await refusalOf([...IMPORT, name, '--id', 'x'], 3, { cwd })
    expect([error.code, error.message.includes(name)]).toEqual([code, true])
    expect((await throughline(['snapshot', 'show', 'x'], { cwd })).code).not.toBe(0)
  })
})
