/**
 * Raw bars with QuantConnect's factor and map files, imported, sealed and opened as adjusted views: every spot check of the
 * golden figures, and both golden series bar by bar (price factors and split factors by Lean's own rule).
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  importFiles,
  type OpenSnapshot,
  openSnapshot,
  type Sealed,
  verifySnapshot,
} from '../../src/data/index.ts'
import { isoTime, rowsByInstrument } from '../../src/model/index.ts'

const shared = (path: string): string => fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url))
const actionFiles = readdirSync(shared('data/corporate-actions'), {
  recursive: true,
  encoding: 'utf8',
}).filter((path) => path.endsWith('.csv'))
const golden = JSON.parse(readFileSync(shared('golden/corporate-actions.json'), 'utf8')) as {
  readonly spot_checks: Readonly<
    Record<string, Readonly<Record<string, { readonly raw_close: number; readonly adj_close: number }>>>
  >
}

let folder = ''
let sealed: Sealed
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'actions-'))
  sealed = await importFiles({
    files: [shared('data/us_daily_raw_14.csv.gz')],
    actions: [shared('data/corporate-actions')],
    folder,
    nowMs: 0,
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type View = Pick<Parameters<typeof openSnapshot>[0], 'adjust' | 'asOf'>
const open = (instrument: string, view: View): OpenSnapshot =>
  openSnapshot({ folder, hash: sealed.hash, instruments: [instrument], ...view })

/** Date to the value of a column. */
function columnOf({ table }: OpenSnapshot, field: 'open' | 'high' | 'low' | 'close' | 'volume') {
  const [rows] = rowsByInstrument(table)
  return new Map(Array.from(rows!, (row, n) => [isoTime(table.pulseOpenMs[n]!), table[field][row]!]))
}

const near = (value: number | undefined, expected: number): void =>
  expect(Math.abs((value ?? Number.NaN) / expected - 1)).toBeLessThan(1e-9)

describe('golden corporate actions', () => {
  it('gives every spot check', () => {
    for (const [name, checks] of Object.entries(golden.spot_checks)) {
      const raw = columnOf(open(name.toUpperCase(), {}), 'close')
      const adjusted = columnOf(open(name.toUpperCase(), { adjust: 'total-return' }), 'close')
      for (const [date, { raw_close, adj_close }] of Object.entries(checks)) {
        expect(raw.get(date), `${name} ${date}`).toBe(raw_close)
        near(adjusted.get(date), adj_close)
      }
    }
  })

  it.each(['aapl', 'spy'])('gives the whole adjusted series of %s', (name) => {
    const text = gunzipSync(
      readFileSync(shared(`golden/corporate-actions-${name}-adjusted.csv.gz`)),
    ).toString()
    const rows = text.trim().split('\n').slice(1)
    const opened = open(name.toUpperCase(), { adjust: 'total-return' })
    const columns = (['open', 'high', 'low', 'close', 'volume'] as const).map((field) =>
      columnOf(opened, field),
    )
    expect(columns[0]!.size).toBe(rows.length)
    for (const row of rows) {
      const [date = '', , , ...expected] = row.split(',')
      columns.forEach((column, n) => near(column.get(date), Number(expected[n])))
    }
  })

  it('adjusts for splits alone in the split view', () => {
    const adjusted = columnOf(open('AAPL', { adjust: 'split' }), 'close')
    near(adjusted.get('2014-06-06'), 645.57 * 0.0357143)
    near(adjusted.get('2014-06-09'), 93.7 * 0.25)
  })

  it('knows no action after an instant', () => {
    const known = columnOf(open('AAPL', { adjust: 'split', asOf: '2014-06-08' }), 'close')
    expect(known.get('2014-06-06')).toBe(645.57)
    const after = columnOf(open('AAPL', { adjust: 'split', asOf: '2014-06-09' }), 'close')
    near(after.get('2014-06-06'), 645.57 * (0.0357143 / 0.25))
  })
})

describe('minutes around a split', () => {
  it('are on two bases, parted at midnight of New York', async () => {
    const minutes = await importFiles({
      files: [shared('data/aapl_1m_2014-06_split.csv')],
      actions: [shared('data/corporate-actions/factor_files/aapl.csv')],
      instrument: 'AAPL',
      timeZone: 'America/New_York',
      folder,
      nowMs: 0,
    })
    expect(minutes.manifest.actions).toMatchObject([
      { kind: 'split', exMs: Date.parse('2014-06-09T04:00Z'), ratio: 7 },
    ])
    const closes = (adjust: 'raw' | 'split') =>
      openSnapshot({ folder, hash: minutes.hash, adjust }).table.close
    const jumps = (column: Float64Array): number =>
      column.reduce(
        (most, close, n) => Math.max(most, Math.abs(Math.log(close / (column[n - 1] ?? close)))),
        0,
      )
    expect(jumps(closes('raw'))).toBeGreaterThan(1.9)
    expect(jumps(closes('split'))).toBeLessThan(0.02)
  })
})

describe('what the files say', () => {
  it('is seven for one where their factors are rounded', () => {
    const { actions } = open('AAPL', {})
    const splits = actions.filter(({ kind }) => kind === 'split')
    expect(splits.map((action) => [isoTime(action.exMs), action.kind === 'split' && action.ratio])).toEqual([
      ['2000-06-21', 2],
      ['2005-02-28', 2],
      ['2014-06-09', 7],
      ['2020-08-31', 4],
    ])
    const dividend = actions.find(({ exMs }) => isoTime(exMs) === '2012-11-07')
    expect(dividend).toMatchObject({ kind: 'dividend', amount: 2.65 })
  })

  it('tells the tickers that an instrument has borne', () => {
    const changes = sealed.manifest.actions?.filter(({ kind }) => kind === 'ticker-change') ?? []
    const told = changes.map(
      (one) => one.kind === 'ticker-change' && `${isoTime(one.exMs)} ${one.from}>${one.to}`,
    )
    expect(told).toContain('2004-12-01 QQQ>QQQQ')
    expect(told).toContain('2011-03-23 QQQQ>QQQ')
  })

  it('warns of bars from before a listing', () => {
    const found = sealed.manifest.findings.find(({ code }) => code === 'BARS_BEFORE_LISTING')
    expect(found?.examples.map(({ instrument }) => instrument)).toContain('FB')
  })

  it('is part of what is sealed and verified', () => {
    expect(verifySnapshot({ folder, hash: sealed.hash }).manifest.actions).toEqual(sealed.manifest.actions)
    expect(sealed.manifest.actionSources?.length).toBe(actionFiles.length)
  })
})
