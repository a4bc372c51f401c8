/** Sealed snapshots: what they promise of content, order, damage and parts. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type BarTable,
  DataError,
  defaultInstrument,
  type InstrumentBars,
  parseInterval,
  ThroughlineError,
  tableOf,
} from '../model/index.ts'
import { generateBars } from './generate.ts'
import { importFiles } from './import.ts'
import { sealBars } from './seal-bars.ts'
import { sha256 } from './sealed/canonical.ts'
import { BARS_FILE, MANIFEST_FILE, readManifest } from './sealed/manifest.ts'
import { openSnapshot } from './sealed/open.ts'
import { listSealed, verifySnapshot } from './sealed/verify.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-snapshot-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Three instruments of ragged histories. */
function raggedBars(): InstrumentBars[] {
  const cuts = [
    [0, 40],
    [5, 30],
    [20, 40],
  ] as const
  return generateBars({ seed: 1, instruments: 3, days: 40, start: '2020-01-01' }).map((bars, index) => {
    const [from, to] = cuts[index]!
    const cut = (column: Float64Array): Float64Array => column.slice(from, to)
    return {
      instrument: bars.instrument,
      timeMs: cut(bars.timeMs),
      open: cut(bars.open),
      high: cut(bars.high),
      low: cut(bars.low),
      close: cut(bars.close),
      volume: cut(bars.volume),
    }
  })
}

const sealSome = (bars = raggedBars()): string => sealBars({ folder, bars, source: 'test', nowMs: 5 }).hash

function thrown(action: () => unknown): ThroughlineError {
  try {
    action()
  } catch (error) {
    if (error instanceof ThroughlineError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('sealBars', () => {
  it('seals bars that open as the table of the same bars, whatever their order', () => {
    const bars = raggedBars()
    const hash = sealSome(bars)
    const { table } = openSnapshot({ folder, hash })
    expect(table).toEqual(tableOf(bars, parseInterval('1d')) satisfies BarTable)
    expect(sealSome(bars.toReversed())).toBe(hash)
    expect(listSealed(folder)).toEqual([hash])
  })

  it('hashes contents, not where they came from: another price, attribute or interval is another snapshot', () => {
    const bars = raggedBars()
    const hash = sealSome(bars)
    const dearer = bars.map((one, index) => {
      if (index !== 1) return one
      const volume = one.volume.slice()
      volume[3]! += 1
      return { ...one, volume }
    })
    const lots = bars.map((one) => ({ ...one, instrument: { ...one.instrument, lotSize: 1 } }))
    const hashes = [
      sealSome(dearer),
      sealSome(lots),
      sealBars({ folder, bars, source: 'test', nowMs: 5, interval: '12h' }).hash,
    ]
    expect(new Set([hash, ...hashes]).size).toBe(4)
    expect(sealBars({ folder, bars, source: 'elsewhere', nowMs: 6 })).toMatchObject({
      hash,
      outcome: 'existing',
    })
  })

  it('pins the hash of a content for ever', () => {
    const bars: InstrumentBars = {
      instrument: defaultInstrument('KO'),
      timeMs: Float64Array.of(0, 86_400_000),
      open: Float64Array.of(1, 2),
      high: Float64Array.of(3, 4),
      low: Float64Array.of(0.5, 1.5),
      close: Float64Array.of(2, 3),
      volume: Float64Array.of(-0, 7),
    }
    const { hash, manifest } = sealBars({ folder, bars: [bars], source: 'test', nowMs: 0 })
    const canonical = Buffer.from(Float64Array.of(0, 86_400_000, 1, 2, 3, 4, 0.5, 1.5, 2, 3, 0, 7).buffer)
    expect(manifest.instruments[0]!.sha256).toBe(sha256(canonical))
    expect(hash).toBe(
      sha256(
        `{"format":1,"instruments":[{"assetClass":"equity","bars":2,"currency":"USD","firstTimeMs":0,"id":"KO","lastTimeMs":86400000,"lotSize":null,"multiplier":1,"sha256":"${sha256(canonical)}","symbol":"KO","tickSize":null}],"interval":"1d"}`,
      ),
    )
  })

  it('refuses bars with an error and leaves nothing', () => {
    const [first, ...rest] = raggedBars()
    const low = first!.low.slice()
    low[3] = Number.NaN
    const error = thrown(() => sealSome([{ ...first!, low }, ...rest]))
    expect(error).toMatchObject({
      code: 'BAD_BARS',
      exitCode: 3,
      message: expect.stringContaining('GEN_001 2020-01-06: low is NaN [NOT_FINITE]'),
    })
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([])
    expect(thrown(() => sealSome([first!, first!])).code).toBe('DUPLICATE_INSTRUMENT')
    expect(thrown(() => sealSome([{ ...first!, open: new Float64Array(3) }])).code).toBe('UNEQUAL_COLUMNS')
    expect(thrown(() => sealSome([])).code).toBe('NO_ROWS')
    expect(thrown(() => sealSome([{ ...first!, instrument: defaultInstrument(' ') }]))).toMatchObject({
      code: 'BAD_INSTRUMENT',
      exitCode: 2,
    })
  })

  it('sweeps what dead processes of this host left, and only that', () => {
    const mark = sha256(hostname()).slice(0, 8)
    const names = [
      `.sealing-0123456789ab-${mark}-99999999-aaaaaaaa`,
      `.sealing-0123456789ab-${mark}-${process.pid}-aaaaaaaa`,
      '.sealing-0123456789ab-00000000-99999999-aaaaaaaa',
    ]
    for (const name of names) mkdirSync(join(folder, name))
    const hash = sealSome()
    expect(new Set(readdirSync(folder))).toEqual(new Set([names[1], names[2], hash]))
  })

  it('puts a damaged snapshot right when the same content is sealed again', () => {
    const hash = sealSome()
    truncateSync(join(folder, hash, BARS_FILE), 1_000)
    const again = sealBars({ folder, bars: raggedBars(), source: 'test', nowMs: 5 })
    expect(again).toMatchObject({ hash, outcome: 'replaced' })
    expect(verifySnapshot({ folder, hash }).manifest.hash).toBe(hash)
    expect(readdirSync(folder)).toEqual([hash])
  })

  it('says that the store cannot be written', () => {
    writeFileSync(join(folder, 'file'), '')
    const bars = raggedBars()
    expect(
      thrown(() => sealBars({ folder: join(folder, 'file'), bars, source: 'test', nowMs: 0 })).code,
    ).toBe('NOT_WRITABLE')
  })
})

describe('a changed byte', () => {
  it('is found wherever in the folder it is', () => {
    const hash = sealSome()
    const damaged = join(folder, 'damaged')
    for (const name of [MANIFEST_FILE, BARS_FILE]) {
      const bytes = readFileSync(join(folder, hash, name))
      const step = Math.max(1, Math.floor(bytes.length / 400))
      const last = Array.from({ length: 100 }, (_, n) => bytes.length - 1 - n)
      const places = [...Array.from({ length: Math.floor(bytes.length / step) }, (_, n) => n * step), ...last]
      cpSync(join(folder, hash), join(damaged, hash), { recursive: true })
      for (const at of places) {
        const changed = Uint8Array.from(bytes)
        changed[at]! ^= 1 << (at % 8)
        writeFileSync(join(damaged, hash, name), changed)
        const error = thrown(() => verifySnapshot({ folder: damaged, hash }))
        expect(error.code, `${name} byte ${at}`).toBe('SNAPSHOT_CHANGED')
      }
      writeFileSync(join(damaged, hash, name), bytes)
    }
  })

  it('in a price keeps the snapshot from opening and names the instrument', () => {
    const hash = sealSome()
    const { groups } = readManifest(folder, hash).parquet
    const path = join(folder, hash, BARS_FILE)
    const bytes = readFileSync(path)
    bytes[groups[1]!.at[4]! + 6]! ^= 1
    writeFileSync(path, bytes)
    expect(thrown(() => openSnapshot({ folder, hash }))).toMatchObject({
      code: 'SNAPSHOT_CHANGED',
      exitCode: 3,
      details: { instrument: 'GEN_002' },
    })
    // What is not read is not at stake.
    expect(openSnapshot({ folder, hash, instruments: ['GEN_003'] }).table.instruments).toHaveLength(1)
  })

  it('is found where a file is missing, longer, shorter, or another snapshot’s', () => {
    const hash = sealSome()
    const other = sealBars({ folder, bars: raggedBars().slice(1), source: 'test', nowMs: 0 }).hash
    const path = (name: string): string => join(folder, hash, name)
    const code = (): string => thrown(() => verifySnapshot({ folder, hash })).code
    const bars = readFileSync(path(BARS_FILE))
    const manifest = readFileSync(path(MANIFEST_FILE))
    rmSync(path(BARS_FILE))
    expect(code()).toBe('SNAPSHOT_CHANGED')
    writeFileSync(path(BARS_FILE), Buffer.concat([bars, Buffer.of(0)]))
    expect(code()).toBe('SNAPSHOT_CHANGED')
    writeFileSync(path(BARS_FILE), bars.subarray(0, -1))
    expect(code()).toBe('SNAPSHOT_CHANGED')
    writeFileSync(path(BARS_FILE), bars)
    writeFileSync(path(MANIFEST_FILE), readFileSync(join(folder, other, MANIFEST_FILE)))
    expect(code()).toBe('SNAPSHOT_CHANGED')
    writeFileSync(path(MANIFEST_FILE), '')
    expect(code()).toBe('SNAPSHOT_CHANGED')
    rmSync(path(MANIFEST_FILE))
    expect(code()).toBe('NO_SUCH_SNAPSHOT')
    writeFileSync(path(MANIFEST_FILE), manifest)
    expect(verifySnapshot({ folder, hash }).bytes).toBe(bars.length)
  })

  it('is told apart from a later format', () => {
    const hash = sealSome()
    const path = join(folder, hash, MANIFEST_FILE)
    const text = readFileSync(path, 'utf8')
    const body = /^\{"manifest":(.*),"manifestHash":"[0-9a-f]{64}"\}\n$/
      .exec(text)![1]!
      .replace('"format":1', '"format":2')
    writeFileSync(path, `{"manifest":${body},"manifestHash":"${sha256(body)}"}\n`)
    expect(thrown(() => openSnapshot({ folder, hash })).code).toBe('SNAPSHOT_FORMAT')
  })

  it('names no snapshot where there is none', () => {
    expect(thrown(() => openSnapshot({ folder, hash: 'a'.repeat(64) })).code).toBe('NO_SUCH_SNAPSHOT')
    expect(thrown(() => openSnapshot({ folder, hash: '../x' })).code).toBe('BAD_SNAPSHOT_HASH')
    expect(listSealed(join(folder, 'nowhere'))).toEqual([])
  })
})

describe('openSnapshot', () => {
  it('takes a part by instruments and days, both ends included', () => {
    const bars = raggedBars()
    const hash = sealSome(bars)
    const from = '2020-01-07'
    const to = '2020-01-29'
    const { table, withoutBars } = openSnapshot({
      folder,
      hash,
      from,
      to,
      instruments: ['GEN_003', 'GEN_001'],
    })
    const expected = [bars[0]!, bars[2]!].map((one) => {
      const rows = Array.from(one.timeMs.keys()).filter(
        (n) => one.timeMs[n]! >= Date.parse(from) && one.timeMs[n]! <= Date.parse(to),
      )
      const pick = (column: Float64Array): Float64Array => Float64Array.from(rows, (n) => column[n]!)
      return {
        instrument: one.instrument,
        timeMs: pick(one.timeMs),
        open: pick(one.open),
        high: pick(one.high),
        low: pick(one.low),
        close: pick(one.close),
        volume: pick(one.volume),
      }
    })
    expect(table).toEqual(tableOf(expected, parseInterval('1d')))
    expect(withoutBars).toEqual([])
  })

  it('leaves out instruments without a bar in the range and names them', () => {
    const hash = sealSome()
    const { table, withoutBars } = openSnapshot({ folder, hash, to: '2020-01-01' })
    expect(table.instruments.map(({ id }) => id)).toEqual(['GEN_001'])
    expect(table.pulseOpenMs).toEqual(Float64Array.of(Date.UTC(2020, 0, 1)))
    expect(withoutBars).toEqual(['GEN_002', 'GEN_003'])
  })

  it('refuses what cannot be: unknown instruments, bad dates, empty ranges', () => {
    const hash = sealSome()
    const refusal = (part: object): ThroughlineError => thrown(() => openSnapshot({ folder, hash, ...part }))
    expect(refusal({ instruments: ['GEN_01'] })).toMatchObject({
      code: 'UNKNOWN_INSTRUMENT',
      exitCode: 2,
      message: expect.stringContaining("Did you mean 'GEN_001'?"),
    })
    expect(refusal({ from: '2020-02-30' }).code).toBe('BAD_DATE')
    expect(refusal({ from: '2020-02-02', to: '2020-02-01' }).code).toBe('EMPTY_RANGE')
    expect(refusal({ from: '2030-01-01' })).toMatchObject({
      code: 'NO_BARS_IN_RANGE',
      message: expect.stringContaining('2020-01-01 to 2020-02-25'),
    })
  })

  it('reads from a folder that cannot be written', () => {
    const hash = sealSome()
    chmodSync(join(folder, hash), 0o555)
    expect(openSnapshot({ folder, hash }).table.instruments).toHaveLength(3)
    chmodSync(join(folder, hash), 0o755)
  })
})

describe('random rows', () => {
  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: 0.01, max: 1e6, noNaN: true }).map(String) },
    { weight: 1, arbitrary: fc.constantFrom('', 'x', '-1', '0', 'NaN', '1e400', '"1"', '1,5', '"') },
  )
  const day = fc.integer({ min: 0, max: 60 }).map((n) => new Date(86_400_000 * n).toISOString().slice(0, 10))
  const anyRow = fc.tuple(day, cell, cell, cell, cell, cell).map((cells) => cells.join(','))

  it('are refused by a named error or sealed, and nothing else', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { maxLength: 6 }),
        fc.string({ maxLength: 40 }),
        async (rows, noise) => {
          const path = join(folder, 'random.csv')
          writeFileSync(path, `date,open,high,low,close,volume\n${rows.join('\n')}\n${noise}`)
          const before = listSealed(folder)
          try {
            const { hash } = await importFiles({ files: [path], folder, nowMs: 0 })
            verifySnapshot({ folder, hash })
          } catch (error) {
            expect(error).toBeInstanceOf(ThroughlineError)
            expect(listSealed(folder)).toEqual(before)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('of bytes, after the first bytes of each format, are refused by a named error', {
    timeout: 120_000,
  }, async () => {
    const header = 'date,open,high,low,close,volume\n'
    const object = '{"date":"2020-01-02","open":1,"high":1,"low":1,"close":1,"volume":1}\n'
    const starts = [
      '',
      header,
      `${header}2020-01-02,1,1,1,1,1\n`,
      object,
      '{',
      '[',
      'PAR1',
      'PK',
      '\ufeff',
      '<html>',
    ]
    const magic = [
      Buffer.from([0x1f, 0x8b]),
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd]),
      gzipSync(header).subarray(0, 30),
    ]
    const start = fc.constantFrom(...starts.map((text) => Buffer.from(text)), ...magic)
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), async (first, rest) => {
        const path = join(folder, 'noise.csv')
        writeFileSync(path, Buffer.concat([first, rest]))
        await expect(importFiles({ files: [path], folder, nowMs: 0 })).rejects.toBeInstanceOf(
          ThroughlineError,
        )
      }),
      { numRuns: 400 },
    )
  })

  it('that are sound come back to the bit', { timeout: 120_000 }, async () => {
    const price = fc.double({ min: 1e-6, max: 1e9, noNaN: true })
    const bar = fc
      .tuple(price, price, price, price, fc.double({ min: 0, max: 1e12, noNaN: true }))
      .map(([a, b, c, d, volume]) => {
        const [low, open, close, high] = [a, b, c, d].sort((x, y) => x - y)
        return { low: low!, open: open!, close: close!, high: high!, volume }
      })
    await fc.assert(
      fc.asyncProperty(fc.array(bar, { minLength: 2, maxLength: 30 }), async (bars) => {
        const path = join(folder, 'sound.csv')
        const rows = bars.map(
          ({ open, high, low, close, volume }, n) =>
            `${new Date(86_400_000 * n).toISOString().slice(0, 10)},${open},${high},${low},${close},${volume}`,
        )
        writeFileSync(path, `date,open,high,low,close,volume\n${rows.join('\n')}\n`)
        const { hash } = await importFiles({ files: [path], folder, nowMs: 0 })
        const { table } = openSnapshot({ folder, hash })
        for (const field of ['open', 'high', 'low', 'close', 'volume'] as const) {
          expect(table[field]).toEqual(Float64Array.from(bars, (one) => one[field]))
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('errors', () => {
  it('of bad bars carry their findings as JSON', () => {
    const [bars] = raggedBars()
    const error = thrown(() => sealSome([{ ...bars!, high: bars!.low, low: bars!.high }]))
    expect(error).toBeInstanceOf(DataError)
    expect(JSON.parse(JSON.stringify(error.details))).toMatchObject({
      findings: [{ code: 'HIGH_BELOW_LOW', severity: 'error', count: 40 }],
    })
  })
})
