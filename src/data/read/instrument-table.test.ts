import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importFiles } from '../import.ts'
import { readInstruments } from './instrument-table.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-instruments-'))
})
afterAll(() => rmSync(folder, { recursive: true }))
const write = (text: string, name = 'instruments.csv'): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('a table of instruments', () => {
  it('gives what it says of each, and nothing where a cell is empty', async () => {
    const path = write(
      'Ticker;Name;Asset Class;Currency;Tick Size;Lot_Size;Multiplier\nES;"E-mini; S&P";Future;USD;0.25;1;50\nBTC;;crypto;;;0.00001;\n\n',
    )
    expect(await readInstruments(path)).toEqual({
      ES: { symbol: 'ES', assetClass: 'future', currency: 'USD', tickSize: 0.25, lotSize: 1, multiplier: 50 },
      BTC: { symbol: 'BTC', assetClass: 'crypto', lotSize: 0.00001 },
    })
  })

  it.each([
    ['symbol,tick\nA,-1\n', 'instruments.csv:2 tickSize must be a number above 0'],
    ['symbol,type\nA,equty\n', "Did you mean 'equity'?"],
    ['symbol,type\nA,etf\nA,etf\n', "instruments.csv:3 'A' is there already"],
    ['symbol,type\nA\n', 'instruments.csv:2 the row has 1 fields, the header 2'],
    ['symbol,type\n,etf\n', 'instruments.csv:2 the id is empty'],
    ['name,type\nA,etf\n', 'must have a column id, symbol, ticker or instrument'],
    ['', 'it is empty'],
  ])('refuses %j', async (text, message) => {
    await expect(readInstruments(write(text))).rejects.toThrow(message)
  })

  it('must list every instrument that has bars, and may list more', async () => {
    const bars = write(
      'symbol,date,open,high,low,close,volume\nES,2020-01-02,1,1,1,1,1\nES,2020-01-03,1,1,1,1,1\n',
      'bars.csv',
    )
    const table = await readInstruments(write('id,multiplier\nES,50\nNQ,20\n'))
    const request = { files: [bars], folder, nowMs: 0 }
    const { manifest } = await importFiles({ ...request, attributes: { all: { currency: 'EUR' }, table } })
    expect(manifest.instruments[0]).toMatchObject({ id: 'ES', multiplier: 50, currency: 'EUR' })
    const two = { byId: { ES: { symbol: 'X' }, NQ: { symbol: 'X' } } }
    const more = write('symbol,date,open,high,low,close,volume\nNQ,2020-01-02,1,1,1,1,1\n', 'more.csv')
    await expect(importFiles({ ...request, files: [bars, more], attributes: two })).rejects.toMatchObject({
      code: 'SHARED_SYMBOL',
    })
    await expect(importFiles({ ...request, attributes: { table: { EZ: {} } } })).rejects.toMatchObject({
      code: 'UNLISTED_INSTRUMENT',
      message: expect.stringContaining("'ES' is not in it. Did you mean 'EZ'?"),
    })
  })
})
