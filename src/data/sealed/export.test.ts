import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultInstrument, type InstrumentBars } from '../../model/index.ts'
import { generateBars } from '../generate.ts'
import { importFiles } from '../import.ts'
import { sealBars } from '../seal-bars.ts'
import { snapshotCsv, snapshotParquet } from './export.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-export-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Hourly bars with values that need all their digits, under a name that CSV must quote. */
function oddBars(id: string): InstrumentBars {
  const column = (of: (n: number) => number): Float64Array =>
    Float64Array.from({ length: 5_000 }, (_, n) => of(n))
  return {
    instrument: defaultInstrument(id),
    timeMs: column((n) => Date.UTC(2020, 0, 1) + n * 3_600_000),
    open: column((n) => 1 + n / 7),
    high: column((n) => 3 + n / 7),
    low: column((n) => 1e-9 + n / 7),
    close: column((n) => 2 + n / 7),
    volume: column((n) => n * 1e15),
  }
}

describe('an exported snapshot', () => {
  const daily = generateBars({ seed: 2, instruments: 3, days: 50, start: '2020-01-01' })
  it.each([
    ['daily bars', daily],
    ['hourly bars with odd names and all digits', ['a,b', 'say "x"', 'é'].map(oddBars)],
  ])('of %s is the same snapshot when it is imported again', async (_, bars) => {
    const { hash } = sealBars({ folder, bars, source: 'test', nowMs: 0 })
    const csv = join(folder, 'export.csv')
    writeFileSync(csv, [...snapshotCsv({ folder, hash })].join(''))
    const parquet = join(folder, 'export.parquet')
    writeFileSync(parquet, Buffer.concat([...snapshotParquet({ folder, hash })]))
    for (const file of [csv, parquet]) {
      expect(await importFiles({ files: [file], folder, nowMs: 0 })).toMatchObject({
        hash,
        outcome: 'existing',
      })
    }
  })

  it('may be a part: some instruments, some days', () => {
    const { hash } = sealBars({ folder, bars: daily, source: 'test', nowMs: 0 })
    const part = { folder, hash, from: '2020-01-02', to: '2020-01-03', instruments: ['GEN_002'] }
    const lines = [...snapshotCsv(part)].join('').trim().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toMatch(/^2020-01-02,GEN_002,(\d+(\.\d+)?,){4}\d+$/)
    expect(() => [...snapshotCsv({ ...part, instruments: ['NONE'] })]).toThrow("'NONE' is not among its 3")
  })
})
