/**
 * Every file of test/data/import with the JSON beside it: what it becomes, or how it is refused. Then the real files,
 * where they lie beside the checkout.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import zlib, { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isoTime, rowsByInstrument, ThroughlineError } from '../model/index.ts'
import type { Finding } from './findings.ts'
import { type ImportRequest, importFiles } from './import.ts'
import { openSnapshot } from './sealed/open.ts'
import { listSealed } from './sealed/verify.ts'

const FIXTURES = fileURLToPath(new URL('../../test/data/import/', import.meta.url))
const REAL = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-import-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Expected {
  readonly options?: Partial<ImportRequest>
  readonly sealed?: {
    readonly bars: number
    readonly interval: string
    readonly instruments: readonly string[]
    readonly layout: string
    readonly times: string
    readonly timeZone: string
    readonly adjusted?: readonly string[]
    readonly ignored?: readonly string[]
    readonly firstTime: string
    readonly lastTime: string
    /** Of the first instrument. */
    readonly closes: readonly number[]
    readonly volumes: readonly number[]
    readonly findings?: Readonly<Record<string, number>>
  }
  readonly refused?: {
    readonly class: string
    readonly code: string
    /** Of the first example of the first error. */
    readonly line?: number
    readonly findings?: Readonly<Record<string, number>>
    readonly message?: string
  }
}

function importOne(path: string, options: Partial<ImportRequest> = {}): ReturnType<typeof importFiles> {
  return importFiles({ files: [path], folder, nowMs: 0, ...options })
}

async function refusal(importing: Promise<unknown>): Promise<ThroughlineError> {
  const error = await importing.then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof ThroughlineError) return error
  throw error
}

const counts = (findings: readonly Finding[]): Record<string, number> =>
  Object.fromEntries(findings.map(({ code, count }) => [code, count]))

describe('the import fixtures', () => {
  const names = readdirSync(FIXTURES)
    .filter((name) => !name.endsWith('.json'))
    .map((name): [string, string] => [basename(name, extname(name)), name])
  it('are there', () => expect(names.length).toBeGreaterThan(50))

  it.each(names)('%s', async (name, file) => {
    const expected = JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')) as Expected
    // A folder each: what was sealed before keeps the manifest of its first import.
    const own = join(folder, name)
    const importing = importOne(join(FIXTURES, file), { ...expected.options, folder: own })
    if (expected.refused !== undefined) {
      const { class: name_, code, line, findings, message } = expected.refused
      const error = await refusal(importing)
      expect([error.name, error.code], error.message).toEqual([name_, code])
      if (message !== undefined) expect(error.message).toContain(message)
      const found = (error.details['findings'] ?? []) as unknown as Finding[]
      if (findings !== undefined) expect(counts(found)).toEqual(findings)
      if (line !== undefined) {
        const errors = found.filter(({ severity }) => severity === 'error')
        expect(Math.min(...errors.map(({ examples }) => examples[0]!.line!))).toBe(line)
        expect(error.message).toContain(`${file}:${line} `)
      }
      expect(listSealed(own)).toEqual([])
      return
    }
    const { manifest, hash } = await importing
    const { sealed } = expected
    const [source] = manifest.sources
    expect(source).toMatchObject({
      layout: sealed!.layout,
      times: sealed!.times,
      timeZone: sealed!.timeZone,
      adjusted: sealed!.adjusted ?? [],
      ignored: sealed!.ignored ?? [],
    })
    expect(manifest.interval).toBe(sealed!.interval)
    expect(manifest.bars).toBe(sealed!.bars)
    expect([isoTime(manifest.firstTimeMs), isoTime(manifest.lastTimeMs)]).toEqual([
      sealed!.firstTime,
      sealed!.lastTime,
    ])
    if (sealed!.findings !== undefined) expect(counts(manifest.findings)).toEqual(sealed!.findings)
    const { table } = openSnapshot({ folder: own, hash })
    expect(table.instruments.map(({ id }) => id)).toEqual(sealed!.instruments)
    const [rows] = rowsByInstrument(table)
    expect(Array.from(rows!, (row) => table.close[row])).toEqual(sealed!.closes)
    expect(Array.from(rows!, (row) => table.volume[row])).toEqual(sealed!.volumes)
  })
})

describe('importFiles', () => {
  const header = 'date,open,high,low,close,volume\n'
  const write = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  it('gives one hash whatever the order of rows of different instruments, of files, their names and compression', async () => {
    const row = (symbol: string, day: number): string => `${symbol},2020-01-0${day},10,11,9,10.${day},100\n`
    const symbols = ['B', 'A', 'a', 'Ä']
    const byDay = [1, 2, 3].flatMap((day) => symbols.map((symbol) => row(symbol, day))).join('')
    const bySymbol = symbols
      .toReversed()
      .flatMap((symbol) => [1, 2, 3].map((day) => row(symbol, day)))
      .join('')
    const head = `symbol,${header}`
    const early = [1, 2].flatMap((day) => symbols.map((symbol) => row(symbol, day))).join('')
    const late = symbols.map((symbol) => row(symbol, 3)).join('')
    const hashes = [
      await importOne(write('by-day.csv', head + byDay)),
      await importOne(write('by-symbol.csv', head + bySymbol)),
      await importOne(write('packed.bin', gzipSync(head + byDay))),
      await importFiles({
        files: [write('z-late.csv', head + late), write('early.csv', head + early)],
        folder,
        nowMs: 7,
      }),
    ].map(({ hash }) => hash)
    expect(new Set(hashes).size).toBe(1)
  })

  it('keeps the folder of a content that was sealed before', async () => {
    const path = write('twice.csv', `${header}2020-01-02,1,1,1,1,1\n2020-01-03,1,1,1,1,1\n`)
    const first = await importOne(path)
    const again = await importOne(path, { nowMs: 99 })
    expect([first.outcome, again.outcome, again.hash]).toEqual(['sealed', 'existing', first.hash])
    expect(again.manifest).toEqual(first.manifest)
  })

  it('takes attributes of instruments into the content', async () => {
    const path = write('ES.csv', `${header}2020-01-02,1,1,1,1,1\n2020-01-03,1,1,1,1,1\n`)
    const plain = await importOne(path)
    const attributes = {
      all: { assetClass: 'future' },
      byId: { ES: { multiplier: 50, tickSize: 0.25 } },
    } as const
    const future = await importOne(path, { attributes })
    expect(future.hash).not.toBe(plain.hash)
    expect(openSnapshot({ folder, hash: future.hash }).table.instruments).toEqual([
      {
        id: 'ES',
        symbol: 'ES',
        assetClass: 'future',
        currency: 'USD',
        tickSize: 0.25,
        lotSize: null,
        multiplier: 50,
      },
    ])
    await expect(importOne(path, { attributes: { byId: { ESX: {} } } })).rejects.toMatchObject({
      code: 'UNKNOWN_INSTRUMENT',
      message: expect.stringContaining("Did you mean 'ES'?"),
    })
    await expect(importOne(path, { attributes: { all: { multiplier: 0 } } })).rejects.toMatchObject({
      code: 'BAD_INSTRUMENT',
    })
  })

  it('shows the first offending rows of every file and counts the rest', async () => {
    const good = '2020-01-02,1,1,1,1,1\n'
    const bad = Array.from({ length: 20 }, () => 'x,1,1,1,1,1\n').join('')
    const error = await refusal(
      importFiles({
        files: [
          write('one.csv', header + good + bad),
          write('two.csv', `${header}${good}2020-01-03,0,1,1,1,1\n`),
        ],
        folder,
        nowMs: 0,
      }),
    )
    expect(error.message).toContain('21 errors were found and nothing was sealed')
    expect(error.message).toContain("one.csv:3 one x: 'x' is not a YYYY-MM-DD")
    expect(error.message).toContain('two.csv:3 two 2020-01-03: open is 0 [PRICE_NOT_POSITIVE]')
    expect(error.message).toContain('and 15 more')
  })

  it('says what is wrong with a file that cannot be read as CSV', async () => {
    const codes = async (path: string): Promise<string> => (await refusal(importOne(path))).code
    expect(await codes(join(folder, 'nowhere.csv'))).toBe('NO_SUCH_FILE')
    mkdirSync(join(folder, 'nothing'), { recursive: true })
    expect(await codes(join(folder, 'nothing'))).toBe('EMPTY_FOLDER')
    expect(await codes(join(folder, 'nothing', '*.csv'))).toBe('NO_SUCH_FILE')
    expect(await codes(write('a.xlsx', 'PK\u0003\u0004'))).toBe('UNSUPPORTED_FILE')
    const packed = gzipSync(`${header}${'2020-01-02,1,1,1,1,1\n'.repeat(50_000)}`)
    expect(await codes(write('torn.csv.gz', packed.subarray(0, packed.length / 2)))).toBe('BAD_COMPRESSION')
    expect(await codes(write('open.csv', `${header}2020-01-02,1,1,1,1,"1\n${'x'.repeat(100_000)}`))).toBe(
      'LINE_TOO_LONG',
    )
    for (const start of ['x', '{"a', '[[1', header]) {
      expect(await codes(write('long.csv', `${start}${'x'.repeat(300_000)}`))).toBe('LINE_TOO_LONG')
    }
    const rows = '2020-01-02,1,1,1,1,1\n'.repeat(10_000)
    expect(await codes(write('late.csv', `${header}${rows}${'x'.repeat(100_000)}`))).toBe('LINE_TOO_LONG')
    const symbols = Array.from({ length: 4_000 }, (_, n) => `Ä,${2000 + n}-01-02,1,1,1,1,1\n`).join('')
    const late = Buffer.concat([
      Buffer.from(`symbol,${header}${symbols}`),
      Buffer.from('\xc4,9000-01-02,1,1,1,1,1\n', 'latin1'),
    ])
    expect((await refusal(importOne(write('mixed.csv', late)))).message).toContain('mixed.csv:4002')
    await expect(importFiles({ files: [], folder, nowMs: 0 })).rejects.toMatchObject({ code: 'NO_FILES' })
  })

  it('unpacks zstd, or says which Node can', async () => {
    const { zstdCompressSync } = zlib as { zstdCompressSync?: (data: string) => Uint8Array }
    const text = `${header}2020-01-02,1,1,1,1,1\n2020-01-03,1,1,1,1,1\n`
    const packed = zstdCompressSync?.(text) ?? Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0])
    const importing = importOne(write('packed.zst', packed))
    if (zstdCompressSync === undefined) {
      const error = await refusal(importing)
      expect([error.code, error.message.includes('Node 22.15 or later')]).toEqual(['NO_ZSTD', true])
    } else expect((await importing).manifest.bars).toBe(2)
  })

  it('reports progress', async () => {
    const seen: number[] = []
    const path = write('p.csv', `${header}2020-01-02,1,1,1,1,1\n2020-01-03,1,1,1,1,1\n`)
    await importOne(path, {
      onProgress: ({ rows, bytesRead, totalBytes }) => seen.push(rows, bytesRead / totalBytes),
    })
    expect(seen.slice(-2)).toEqual([2, 1])
  })
})

describe('real files', () => {
  const findingsOf = async (path: string, options?: Partial<ImportRequest>): Promise<readonly Finding[]> =>
    (await importOne(path, options)).manifest.findings
  const first = (findings: readonly Finding[], code: string): unknown =>
    findings.find((finding) => finding.code === code)?.examples[0]

  it('S&P 500 2000 to 2020 has 1,760 opens that are the previous close', async () => {
    const path = fileURLToPath(
      new URL('../../node_modules/vega-datasets/data/sp500-2000.csv', import.meta.url),
    )
    const { manifest } = await importOne(path)
    expect([manifest.bars, manifest.interval]).toEqual([5105, '1d'])
    expect(manifest.sources[0]).toMatchObject({ layout: 'yahoo', adjusted: ['adjclose'] })
    expect(counts(manifest.findings)).toEqual({ OPEN_EQUALS_PREVIOUS_CLOSE: 1760 })
    expect(manifest.coverage).toEqual([{ calendar: 'nyse', bars: 5105, missing: 0 }])
    const weekly = await importOne(path, { calendar: 'none', interval: '12h' })
    expect(weekly.manifest.coverage[0]).toMatchObject({ calendar: 'none' })
  })

  // Third-party prices, which the project may read but not ship.
  describe.runIf(existsSync(REAL))('beside the checkout', () => {
    it.each([
      ['dup_identical', 'DUPLICATE_IDENTICAL', 52],
      ['dup_conflicting', 'DUPLICATE_CONFLICTING', 52],
      ['out_of_order', 'OUT_OF_ORDER', 103],
      ['empty_close', 'EMPTY_VALUE', 62],
      ['high_below_low', 'HIGH_BELOW_LOW', 72],
      ['negative_low', 'PRICE_NOT_POSITIVE', 82],
    ])('%s is refused with %s in line %i', async (name, code, line) => {
      const error = await refusal(importOne(join(REAL, 'bad', `synthetic_${name}.csv`)))
      const findings = error.details['findings'] as unknown as Finding[]
      expect(counts(findings)).toEqual({ [code]: 1 })
      expect(first(findings, code)).toMatchObject({ line, file: `synthetic_${name}.csv` })
    })

    it.each([
      ['gap_10_sessions', 'GAPS', 122],
      ['spike_x10', 'SPIKE', 97],
      ['unadjusted_2for1', 'SPLIT_SUSPECT', 92],
    ])('%s is sealed with the warning %s in line %i', async (name, code, line) => {
      const findings = await findingsOf(join(REAL, 'bad', `synthetic_${name}.csv`))
      expect(findings.filter((finding) => finding.code !== 'SINGLE_BAR_GAPS')).toMatchObject([
        { code, count: 1, examples: [{ line }] },
      ])
    })

    it('counts 538 gaps in a market that never sleeps, the longest 8 minutes between bars', async () => {
      const findings = await findingsOf(join(REAL, 'bad', 'freqtrade_unittest_btc_1m.csv.gz'))
      expect(counts(findings)).toMatchObject({ GAPS: 538 })
      expect(first(findings, 'GAPS')).toMatchObject({ text: expect.stringContaining('7 bars missing') })
    })

    it('suspects the 7:1 split of Apple within minutes', async () => {
      const findings = await findingsOf(join(REAL, 'aapl_1m_2014-06_split.csv'), {
        timeZone: 'America/New_York',
      })
      expect(first(findings, 'SPLIT_SUSPECT')).toMatchObject({
        time: '2014-06-09T08:00:00Z',
        text: expect.stringContaining('7:1'),
      })
    })

    it.each([
      ['goog_daily.csv', 2148, '1d'],
      ['eurusd_1h.csv', 5000, '1h'],
      ['btcusd_coinbase_daily.csv', 1318, '1d'],
      ['spy_1m_2013-10.csv', 4839, '1m'],
      ['us_daily_raw_14.csv.gz', 65725, '1d'],
      ['us_20_adjclose_1990_2022.csv.gz', 166260, '1d', { wide: true }],
      ['resample/2006-week-001.txt', 52, '1w'],
      ['resample/2006-month-001.txt', 12, '1mo'],
    ] as const)('%s gives %i bars of %s', async (name, bars, interval, options?: Partial<ImportRequest>) => {
      const { manifest } = await importOne(join(REAL, name), options)
      expect([manifest.bars, manifest.interval]).toEqual([bars, interval])
    })
  })
})
