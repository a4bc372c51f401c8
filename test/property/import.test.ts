/** Whatever a file holds: a refusal with a code and nothing sealed, or a snapshot that verifies. Never a crash. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importFiles, openSnapshot, sealRows, verifySnapshot } from '../../src/data/index.ts'
import { ThroughlineError } from '../../src/model/index.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-random-rows-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Imports one file and gives the code of its refusal, or `sealed` after the snapshot was verified and opened. */
async function outcomeOf(name: string, bytes: Uint8Array | string, options: object = {}): Promise<string> {
  const path = join(folder, name)
  const sealedIn = join(folder, 'sealed')
  rmSync(sealedIn, { recursive: true, force: true })
  writeFileSync(path, bytes)
  try {
    const { hash, manifest } = await importFiles({ files: [path], folder: sealedIn, nowMs: 0, ...options })
    expect(verifySnapshot({ folder: sealedIn, hash }).manifest.bars).toBe(manifest.bars)
    expect(openSnapshot({ folder: sealedIn, hash }).table.instrumentOf.length).toBe(manifest.bars)
    return 'sealed'
  } catch (error) {
    if (!(error instanceof ThroughlineError)) throw error
    expect(['UsageError', 'DataError']).toContain(error.name)
    // What a library says of a damaged file is its own.
    if (error.code !== 'BAD_PARQUET') expect(error.message).not.toMatch(/undefined|\[object/)
    expect(readdirSync(folder).includes('sealed') ? readdirSync(sealedIn) : []).toEqual([])
    return error.code
  }
}

const cell = fc.oneof(
  { weight: 12, arbitrary: fc.double({ min: 0.01, max: 1e6, noNaN: true }).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '0', '-1', 'nan', 'inf', '1,5', '"1', '1e400', '0x10', '1_000', 'null'),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 12, unit: 'binary' }) },
)
const time = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .integer({ min: 0, max: 20_000 })
      .map((day) => new Date(day * 864e5).toISOString().slice(0, 10)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '2020-02-30',
      '1850-01-01',
      '2999-01-01',
      '01/02/2020',
      '2020-01-02 25:00',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 10 }) },
)
const row = fc
  .tuple(fc.constantFrom('A', 'B', 'Ä', ''), time, cell, cell, cell, cell, cell)
  .map((cells) => cells.join(','))
const table = fc
  .array(row, { maxLength: 30 })
  .map((rows) => `symbol,date,open,high,low,close,volume\n${rows.join('\n')}`)
const times = { numRuns: 300 }

describe('whatever a file holds', () => {
  it('rows of a table are refused with a code or sealed', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.boolean(), async (text, wide) => {
        await outcomeOf('rows.csv', text, wide ? { wide } : {})
      }),
      times,
    )
  })

  it('sound rows in any order of instruments are sealed', async () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 20_000 }), { minLength: 3, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(days, fc.double({ min: 1, max: 1e6, noNaN: true }), async (unordered, price) => {
        const lines = unordered
          .toSorted((a, b) => a - b)
          .map((day) => [
            new Date(day * 864e5).toISOString().slice(0, 10),
            price,
            price * 1.5,
            price / 2,
            price,
            day,
          ])
        const text = `date,open,high,low,close,volume\n${lines.map((cells) => cells.join(',')).join('\n')}`
        expect(await outcomeOf('sound.csv', text, { interval: '1d' })).toBe('sealed')
      }),
      { numRuns: 100 },
    )
  })

  it('bytes of any kind are refused with a code', async () => {
    const start = fc.constantFrom(
      '',
      'PAR1',
      '{',
      '[',
      '[[',
      '[{"date":',
      '\u001f\u008b',
      '(\u00b5/\u00fd',
      'date,open\n',
    )
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 400 }), async (head, bytes) => {
        const outcome = await outcomeOf('bytes.bin', Buffer.concat([Buffer.from(head, 'latin1'), bytes]), {
          backend: 'js',
        })
        expect(outcome).not.toBe('sealed')
      }),
      times,
    )
  })

  it('JSON of any kind is refused with a code or sealed', async () => {
    const value = fc.oneof(cell, fc.double(), fc.constant(null), fc.boolean())
    const object = fc.record(
      { date: time, open: value, high: value, low: value, close: value, volume: value },
      { requiredKeys: ['date', 'open'] },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(object, { maxLength: 10 }), fc.boolean(), async (rows, isArray) => {
        const text = isArray ? JSON.stringify(rows) : rows.map((one) => JSON.stringify(one)).join('\n')
        await outcomeOf('rows.json', text)
        try {
          sealRows({ folder: join(folder, 'code'), source: 'rows', rows, nowMs: 0 })
        } catch (error) {
          expect(error).toBeInstanceOf(ThroughlineError)
        }
      }),
      times,
    )
  })

  it('a Parquet file with changed bytes is refused with a code or sealed', async () => {
    const csv = `date,open,high,low,close,volume\n${Array.from(
      { length: 50 },
      (_, n) => `${new Date(n * 864e5).toISOString().slice(0, 10)},10,12,9,11,${n}`,
    ).join('\n')}`
    const path = join(folder, 'good.csv')
    writeFileSync(path, csv)
    const { hash } = await importFiles({ files: [path], folder: join(folder, 'good'), nowMs: 0 })
    const good = readFileSync(join(folder, 'good', hash, 'bars.parquet'))
    const change = fc.record({ at: fc.nat(good.length - 1), to: fc.integer({ min: 0, max: 255 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 8 }),
        fc.option(fc.nat(good.length)),
        async (changes, cut) => {
          const bytes = Uint8Array.from(good)
          for (const { at, to } of changes) bytes[at] = to
          await outcomeOf('changed.parquet', cut === null ? bytes : bytes.subarray(0, cut), { backend: 'js' })
        },
      ),
      times,
    )
  })
})
