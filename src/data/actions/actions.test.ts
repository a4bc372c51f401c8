import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultInstrument, isoTime, ThroughlineError } from '../../model/index.ts'
import { deriveSnapshot } from '../derive/derive.ts'
import { importFiles } from '../import.ts'
import { type SealBarsRequest, sealBars } from '../seal-bars.ts'
import { diffSnapshots } from '../sealed/diff.ts'
import { snapshotInstruments } from '../sealed/export.ts'
import { snapshotActions } from '../sealed/export-actions.ts'
import { openSnapshot } from '../sealed/open.ts'
import { verifySnapshot } from '../sealed/verify.ts'
import type { GivenAction } from './given.ts'
import { readActionFiles } from './read-actions.ts'
import { amountWithin, ratioWithin } from './rounded.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'actions-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const DAYS = ['2014-06-05', '2014-06-06', '2014-06-09', '2014-06-10', '2014-06-11']
const bars = (): string =>
  file(
    'bars.csv',
    [
      'date,instrument,open,high,low,close,volume',
      ...DAYS.map((day, n) => `${day},AAPL,${n < 2 ? 700 : 100},701,99,${n < 2 ? 700 : 100},10`),
    ].join('\n'),
  )
const imported = (text: string, name = 'actions.csv') =>
  importFiles({ files: [bars()], actions: [file(name, text)], folder: join(folder, 'snapshots'), nowMs: 0 })

async function refusal(action: Promise<unknown> | (() => unknown)): Promise<ThroughlineError> {
  try {
    await (typeof action === 'function' ? action() : action)
  } catch (error) {
    if (error instanceof ThroughlineError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const HEADER = 'instrument,ex_date,kind,ratio,amount,factor,from,to'

describe('actions in our own layout', () => {
  it('are sealed with the bars, in one order, and change the hash', async () => {
    const plain = await importFiles({ files: [bars()], folder: join(folder, 'snapshots'), nowMs: 0 })
    expect(Object.keys(plain.manifest)).not.toContain('actions')
    const sealed = await imported(
      [
        HEADER,
        'AAPL,2014-06-10,dividend,,2,,,',
        'AAPL,2014-06-09,split,7:1,,,,',
        'AAPL,2014-06-09,ticker-change,,,,OLD,AAPL',
      ].join('\n'),
    )
    expect(sealed.hash).not.toBe(plain.hash)
    const exMs = Date.parse('2014-06-09')
    expect(sealed.manifest.actions).toEqual([
      { kind: 'split', instrument: 'AAPL', exMs, ratio: 7, factor: 1 / 7 },
      { kind: 'ticker-change', instrument: 'AAPL', exMs, from: 'OLD', to: 'AAPL' },
      {
        kind: 'dividend',
        instrument: 'AAPL',
        exMs: Date.parse('2014-06-10'),
        amount: 2,
        factor: 1 - 2 / 100,
      },
    ])
    expect(sealed.manifest.actionSources).toMatchObject([{ name: 'actions.csv', layout: 'csv', actions: 3 }])
    expect(verifySnapshot({ folder: join(folder, 'snapshots'), hash: sealed.hash }).manifest).toEqual(
      sealed.manifest,
    )
  })

  it('are no longer suspected', async () => {
    const days = Array.from({ length: 60 }, (_, n) => isoTime(Date.parse('2014-01-01') + n * 86_400_000))
    const price = (n: number): number => (n < 40 ? 700 : 100) * (1 + 0.001 * (n % 3))
    const rows = days.map((day, n) => `${day},AAPL,${price(n)},${price(n)},${price(n)},${price(n)},10`)
    const path = file('bars.csv', ['date,instrument,open,high,low,close,volume', ...rows].join('\n'))
    const seal = (actions: readonly string[]) =>
      importFiles({ files: [path], actions, folder: join(folder, 'snapshots'), nowMs: 0 })
    const codes = (found: Awaited<ReturnType<typeof seal>>) => found.manifest.findings.map(({ code }) => code)
    expect(codes(await seal([]))).toContain('SPLIT_SUSPECT')
    const acted = await seal([file('known.csv', `${HEADER}\nAAPL,${days[40]},split,7,,,,\n`)])
    expect(codes(acted)).not.toContain('SPLIT_SUSPECT')
  })

  it('come out of an export as they went in', async () => {
    const sealed = await imported(
      `${HEADER}\nAAPL,2014-06-09,split,7:1,,,,\nAAPL,2014-06-10,dividend,,0.47,,,\nAAPL,2014-06-11,ticker-change,,,,"A,B",AAPL\n`,
    )
    const request = { folder: join(folder, 'snapshots'), hash: sealed.hash }
    const again = await imported(snapshotActions(request), 'again.csv')
    expect(again.hash).toBe(sealed.hash)
    const hourly = sealCode(hours('2020-01-07T20:00:00Z', 20), [SPLIT], NEW_YORK)
    expect(snapshotActions({ folder, hash: hourly.hash })).toContain(
      'AAA,2020-01-08T05:00:00.000Z,split,2,,0.5,,',
    )
  })

  it('are told by what differs between two snapshots', async () => {
    const [a, b] = [
      await imported(`${HEADER}\nAAPL,2014-06-09,split,7,,,,\n`),
      await imported(`${HEADER}\nAAPL,2014-06-09,split,6,,,,\n`),
    ]
    const diff = diffSnapshots({ folder: join(folder, 'snapshots'), a: a!.hash, b: b!.hash })
    expect(diff).toMatchObject({
      equal: false,
      bars: [],
      actions: { added: [{ ratio: 6 }], removed: [{ ratio: 7 }] },
    })
  })

  it('may be JSON, as an array or an object a line', async () => {
    const split = '{"instrument":"AAPL","exDate":"2014-06-09","kind":"split","ratio":7}'
    const dividend = '{"instrument":"AAPL","exDate":"2014-06-10","kind":"dividend","amount":0.47}'
    const array = await imported(`[\n  ${split},\n  ${dividend}\n]\n`, 'actions.json')
    const lines = await imported(`${split}\n${dividend}\n`, 'actions.jsonl')
    expect(array.manifest.actions?.map(({ kind }) => kind)).toEqual(['split', 'dividend'])
    expect(lines.hash).toBe(array.hash)
  })

  it('are refused with file and line', async () => {
    const error = await refusal(
      imported(
        [
          HEADER,
          'MSFT,2014-06-09,split,2,,,,',
          'AAPL,2014-06-09,split,-7,,,,',
          'AAPL,09.06.2014,split,7,,,,',
          'AAPL,2014-06-09,merger,,,,,',
          'AAPL,2014-06-09,dividend,,0,,,',
          'AAPL,2014-06-09,ticker-change,,,,OLD,',
          ',2014-06-09,split,7,,,,',
        ].join('\n'),
      ),
    )
    expect(error.code).toBe('BAD_ACTIONS')
    expect(error.message).toContain(
      "actions.csv:3: the ratio must be above 0, as 7, 7:1 or 1:10, but it is '-7'",
    )
    expect(error.message).toContain(
      "actions.csv:5: a kind must be one of dividend, split, ticker-change, but it is 'merger'",
    )
    expect(error.message).toContain("actions.csv:6: the amount must be above 0, but it is '0'")
    expect(error.message).toContain("actions.csv:7: a ticker change needs 'from' and 'to'")
    expect(error.message).toContain('actions.csv:8: the instrument is empty')
  })

  it('are refused where bars know no such instrument or day, and where two are the same', async () => {
    const error = await refusal(
      imported(
        [
          HEADER,
          'APPL,2014-06-09,split,7,,,,',
          'AAPL,09.06.2014,split,7,,,,',
          'AAPL,2014-06-09,split,7,,,,',
          'AAPL,2014-06-09,split,7,,,,',
          'AAPL,2014-06-10,dividend,,100,,,',
        ].join('\n'),
      ),
    )
    expect(error.message).toContain(
      "actions.csv:2: the instrument must be one of the snapshot's 1, but there is no 'APPL'. Did you mean 'AAPL'?",
    )
    expect(error.message).toContain('actions.csv:3: an ex-date must read like 2014-06-09')
    expect(error.message).toContain('actions.csv:5: AAPL has a split on 2014-06-09 already, in actions.csv:4')
    expect(error.message).toContain('actions.csv:6: a dividend must be below the last close before it')
  })

  it.each([
    ['[1]', 'element 1 of the array must be an object'],
    ['[{]', 'the array cannot be read'],
    ['{"instrument":', 'an action must be a JSON object'],
  ])('is refused where it is no sound JSON: %s', async (text, message) => {
    expect((await refusal(imported(text, 'actions.json'))).message).toContain(message)
  })

  it('may be all files of a folder', async () => {
    mkdirSync(join(folder, 'acts'))
    file(join('acts', 'a.csv'), `${HEADER}\nAAPL,2014-06-09,split,7,,,,\n`)
    file(
      join('acts', 'b.json'),
      '[{"instrument":"AAPL","exDate":"2014-06-10","kind":"dividend","amount":0.47}]',
    )
    const { sources } = await readActionFiles([join(folder, 'acts')])
    expect(sources.map(({ name, layout }) => [name, layout])).toEqual([
      ['a.csv', 'csv'],
      ['b.json', 'json'],
    ])
  })

  it('is refused where it is another kind of file', async () => {
    const error = await refusal(readActionFiles([bars()]))
    expect([error.code, error.message]).toEqual([
      'ACTION_LAYOUT',
      expect.stringContaining("begins with 'date,instrument"),
    ])
    expect((await refusal(readActionFiles([join(folder, 'none.csv')]))).code).toBe('NO_SUCH_FILE')
  })

  it('warn where their ex-date is outside of the bars', async () => {
    const sealed = await imported(`${HEADER}\nAAPL,2010-01-04,split,2,,,,\nAAPL,2024-01-04,dividend,,1,,,\n`)
    expect(Object.keys(sealed.manifest)).not.toContain('actions')
    expect(sealed.manifest.findings.find(({ code }) => code === 'ACTION_OUTSIDE_DATA')).toMatchObject({
      severity: 'warning',
      count: 2,
      examples: [{ file: 'actions.csv', line: 2, instrument: 'AAPL', time: '2010-01-04' }, {}],
    })
  })
})

describe("QuantConnect's files", () => {
  it('say splits and dividends between their rows', async () => {
    const sealed = await imported(
      '20140605,0.99,0.1428571,1\n20140606,0.99,0.1428571,700\n20140610,0.99,1,100\n20501231,1,1,0\n',
      'aapl.csv',
    )
    expect(sealed.manifest.actions).toMatchObject([
      { kind: 'split', instrument: 'AAPL', ratio: 7, factor: 0.1428571 },
      { kind: 'dividend', amount: 1, factor: 0.99 },
    ])
    expect(sealed.manifest.actions?.map(({ exMs }) => isoTime(exMs))).toEqual(['2014-06-09', '2014-06-11'])
  })

  it('are refused with file and line where factors or dates are wrong', async () => {
    const error = await refusal(
      imported('20140605,1,1,1\n20140606,inf,1,1\n20140604,1,1,1\n2014,1,1,1\n', 'aapl.csv'),
    )
    expect(error.message).toContain('aapl.csv:2: factors must be numbers above 0, but they are inf and 1')
    expect(error.message).toContain('aapl.csv:3: dates must ascend')
    expect(error.message).toContain('aapl.csv:4: a row must begin with a date like 20140606')
  })

  it('make a dividend of the last close where they give no reference price', async () => {
    const sealed = await imported('20140605,0.98,1\n20140610,0.98,1\n20501231,1,1\n', 'AAPL.csv')
    expect(sealed.manifest.actions).toMatchObject([{ kind: 'dividend', factor: 0.98 }])
    expect(sealed.manifest.actions).toMatchObject([{ amount: expect.closeTo(2, 10) as number }])
  })
})

describe('rounded numbers', () => {
  it('are what they were before', () => {
    expect(ratioWithin(0.25 / 0.0357143, 7e-6)).toBe(7)
    expect(ratioWithin(0.125, 1e-7)).toBe(1 / 8)
    expect(ratioWithin(1 / 1.5, 1e-7)).toBe(2 / 3)
    expect(ratioWithin(1.0027002859, 4e-7)).toBe(1.0027002859)
    expect(amountWithin(582.86, 0.8650639 / 0.869015, 0.869015)).toBe(2.65)
  })
})

const HOUR = 3_600_000
/** Raw bars at 100, and at 50 from the split on. */
const codeBars = (timeMs: readonly number[], splitMs: number): SealBarsRequest['bars'] => {
  const column = Float64Array.from(timeMs, (openMs) => (openMs < splitMs ? 100 : 50))
  return [
    {
      instrument: defaultInstrument('AAA'),
      timeMs: Float64Array.from(timeMs),
      open: column,
      high: column,
      low: column,
      close: column,
      volume: column,
    },
  ]
}
const NEW_YORK = { timeZone: 'America/New_York', split: '2020-01-08T05:00:00Z' }
const sealCode = (
  timeMs: readonly number[],
  actions: readonly GivenAction[],
  { timeZone, split = '2020-01-08T00:00:00Z' }: { timeZone?: string; split?: string } = {},
) =>
  sealBars({
    folder,
    bars: codeBars(timeMs, Date.parse(split)),
    source: 'test',
    actions,
    nowMs: 0,
    ...(timeZone === undefined ? {} : { timeZone }),
  })
const hours = (first: string, count: number): number[] =>
  Array.from({ length: count }, (_, n) => Date.parse(first) + n * HOUR)
const SPLIT: GivenAction = { kind: 'split', instrument: 'AAA', exDate: '2020-01-08', ratio: 2 }

describe('actions from code', () => {
  it('take effect at the local midnight of the named zone', () => {
    const sealed = sealCode(hours('2020-01-07T20:00:00Z', 20), [SPLIT], NEW_YORK)
    expect(sealed.manifest.actions).toMatchObject([{ exMs: Date.parse('2020-01-08T05:00:00Z') }])
    const { table, actions } = openSnapshot({ folder, hash: sealed.hash, adjust: 'split' })
    expect([...table.close].slice(8, 10)).toEqual([50, 50])
    expect(actions).toEqual([])
  })

  it('take the tick size from the views that they adjust', () => {
    const { hash } = sealBars({
      folder,
      bars: codeBars(hours('2020-01-07T20:00:00Z', 20), Date.parse('2020-01-08')).map((one) => ({
        ...one,
        instrument: { ...one.instrument, tickSize: 0.01 },
      })),
      source: 'test',
      actions: [SPLIT],
      timeZone: 'UTC',
      nowMs: 0,
    })
    const tickOf = (adjust: 'raw' | 'split') =>
      openSnapshot({ folder, hash, adjust }).table.instruments[0]!.tickSize
    expect([tickOf('raw'), tickOf('split')]).toEqual([0.01, null])
    const derived = deriveSnapshot({ folder, hash, adjust: 'split', nowMs: 0 }).manifest
    expect(derived.instruments[0]!.tickSize).toBeNull()
    expect(snapshotInstruments({ folder, hash, adjust: 'split' })).toContain('AAA,AAA,equity,USD,,,1,')
  })

  it('warn where no zone is known for bars within a day, but not of an instant', () => {
    const times = hours('2020-01-07T20:00:00Z', 20)
    const codes = (action: GivenAction, split: string) =>
      sealCode(times, [action], { split }).manifest.findings.map(({ code }) => code)
    expect(codes(SPLIT, '2020-01-08T00:00:00Z')).toContain('ACTION_ZONE_ASSUMED')
    const { split } = NEW_YORK
    expect(codes({ ...SPLIT, exDate: split }, split)).not.toContain('ACTION_ZONE_ASSUMED')
  })

  it('warn of a split within a bar', () => {
    const weeks = Array.from({ length: 6 }, (_, n) => Date.parse('2020-01-06') + n * 7 * 24 * HOUR)
    const { manifest } = sealCode(weeks, [SPLIT])
    expect(manifest.findings.find(({ code }) => code === 'ACTION_WITHIN_BAR')?.count).toBe(1)
  })

  it('are refused over prices that are adjusted for them already', async () => {
    const times = hours('2020-01-07T20:00:00Z', 20)
    const never = { timeZone: 'UTC', split: '2030-01-01T00:00:00Z' }
    const error = await refusal(() => sealCode(times, [SPLIT], never))
    expect([error.code, error.message]).toEqual([
      'BAD_ACTIONS',
      expect.stringContaining(
        'the split of AAA by 2 on 2020-01-08 is not in its prices (close 100, then open 100)',
      ),
    ])
    const small = sealCode(times, [{ ...SPLIT, ratio: 1.5 }], never).manifest.findings
    expect(small).toContainEqual(expect.objectContaining({ code: 'SPLIT_NOT_IN_PRICES', count: 1 }))
    const tiny = sealCode(times, [{ ...SPLIT, ratio: 1.05 }], never).manifest.findings
    expect(tiny.map(({ code }) => code)).not.toContain('SPLIT_NOT_IN_PRICES')
  })

  it('are refused where they cannot be', async () => {
    const times = hours('2020-01-07T20:00:00Z', 20)
    const bad = (action: object) =>
      refusal(() => sealCode(times, [{ ...SPLIT, ...action } as GivenAction], { timeZone: 'UTC' })).then(
        ({ message }) => message,
      )
    expect(await bad({ ratio: 0 })).toContain('actions from code: the ratio must be above 0, but it is 0')
    expect(await bad({ factor: Number.NaN })).toContain('the factor must be above 0')
    expect(await bad({ kind: 'dividend' })).toContain('the amount must be above 0, but it is NaN')
    expect(await bad({ kind: 'spin-off' })).toContain(
      "a kind must be one of dividend, split, ticker-change, but it is 'spin-off'",
    )
    expect(await bad({ kind: 'ticker-change', from: 'A', to: '' })).toContain(
      'a ticker must be printable text',
    )
  })

  it('are shown by views that do not exist only as an error', async () => {
    const { hash } = sealCode(hours('2020-01-07T20:00:00Z', 20), [SPLIT], { timeZone: 'UTC' })
    const error = await refusal(() => openSnapshot({ folder, hash, adjust: 'splits' as 'split' }))
    expect([error.code, error.message]).toEqual([
      'BAD_ADJUSTMENT',
      expect.stringContaining("Did you mean 'split'?"),
    ])
  })
})
