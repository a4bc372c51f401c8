/** Snapshots made of snapshots: what comes out, under which hash, with which lineage, and what is refused. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { defaultInstrument, type InstrumentBars, type ThroughlineError } from '../../model/index.ts'
import { generateBars } from '../generate.ts'
import { importFiles } from '../import.ts'
import { sealBars } from '../seal-bars.ts'
import { openSnapshot } from '../sealed/open.ts'
import { verifySnapshot } from '../sealed/verify.ts'
import { type DeriveRequest, deriveSnapshot } from './derive.ts'

const DAY = 86_400_000
const folders: string[] = []
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'derive-'))
  folders.push(folder)
  return folder
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const SPY = fileURLToPath(new URL('../../../../shared/data/spy_1m_2013-10.csv', import.meta.url))

function sealed(folder = newFolder()): { folder: string; hash: string } {
  const bars = generateBars({ seed: 7, instruments: 3, days: 300, start: '2019-01-01' })
  const { hash } = sealBars({ folder, bars, interval: '1d', calendar: 'nyse', source: 'generated', nowMs: 0 })
  return { folder, hash }
}

const derive = (
  parent: { folder: string; hash: string },
  request: Partial<Omit<DeriveRequest, 'folder' | 'hash'>>,
) => deriveSnapshot({ ...parent, nowMs: 1, ...request })

function refusal(action: () => unknown): ThroughlineError {
  try {
    action()
  } catch (error) {
    return error as ThroughlineError
  }
  throw new Error('was not refused')
}

describe('deriveSnapshot', () => {
  it('merges days into weeks, names its parent and what was done, and has one hash', () => {
    const parent = sealed()
    const { hash, manifest } = derive(parent, { interval: '1w' })
    expect(manifest.lineage).toEqual({
      parent: parent.hash,
      operations: [
        {
          kind: 'resample',
          from: '1d',
          to: '1w',
          session: 'regular',
          incomplete: 'left-out',
          leftOut: expect.anything() as object,
        },
      ],
    })
    expect(manifest.interval).toBe('1w')
    expect(manifest.instruments.map(({ calendar }) => calendar)).toEqual(['nyse', 'nyse', 'nyse'])
    expect(verifySnapshot({ folder: parent.folder, hash }).manifest).toEqual(manifest)
    expect(derive(parent, { interval: '1w' }).outcome).toBe('existing')
    expect(derive(sealed(), { interval: '1w' }).hash).toBe(hash)
    expect(derive(parent, { interval: '1mo' }).hash).not.toBe(hash)
  })

  it('takes instruments and a range, bar for bar, without a range going through a week', () => {
    const parent = sealed()
    const [id] = openSnapshot(parent).table.instruments.map((instrument) => instrument.id)
    const part = derive(parent, { instruments: [id!], from: '2019-03-05', to: '2019-06-30' })
    const wanted = openSnapshot({ ...parent, instruments: [id!], from: '2019-03-05', to: '2019-06-30' }).table
    const got = openSnapshot({ folder: parent.folder, hash: part.hash }).table
    expect(got.pulseOpenMs).toEqual(wanted.pulseOpenMs)
    expect(got.close).toEqual(wanted.close)
    expect(part.manifest.lineage?.operations).toEqual([
      { kind: 'select', instruments: [id] },
      { kind: 'cut', fromMs: Date.parse('2019-03-05'), toMs: Date.parse('2019-07-01') },
    ])
    // 2019-03-05 is a Tuesday: the first whole week begins on the 11th.
    const weeks = derive(parent, { interval: '1w', from: '2019-03-05', to: '2019-06-26' })
    const { pulseOpenMs } = openSnapshot({ folder: parent.folder, hash: weeks.hash }).table
    expect(pulseOpenMs[0]).toBe(Date.parse('2019-03-11'))
    expect(pulseOpenMs.at(-1)).toBe(Date.parse('2019-06-17'))
    const kept = derive(parent, {
      interval: '1w',
      from: '2019-03-05',
      to: '2019-06-26',
      keepIncomplete: true,
    })
    expect(openSnapshot({ folder: parent.folder, hash: kept.hash }).table.pulseOpenMs[0]).toBe(
      Date.parse('2019-03-04'),
    )
    expect(kept.manifest.lineage?.operations.at(-1)).toMatchObject({ incomplete: 'kept' })
  })

  it('refuses what it cannot do, and then writes nothing', () => {
    const parent = sealed()
    const before = readdirSync(parent.folder)
    const cases: [Partial<DeriveRequest>, string, RegExp][] = [
      [{ interval: '4h' }, 'INTERVAL_TOO_FINE', /the bars are 1d and 4h was asked for/],
      [{ interval: 'soon' }, 'BAD_INTERVAL', /soon/],
      [{ instruments: ['NOPE'], interval: '1w' }, 'UNKNOWN_INSTRUMENT', /NOPE/],
      [{ from: '2031-01-01' }, 'NO_BARS_IN_RANGE', /from 2031-01-01/],
      [{ from: '2019-05-01', to: '2019-04-01' }, 'EMPTY_RANGE', /begin before it ends/],
      [{ from: '2019-03-05', to: '2019-03-07', interval: '1w' }, 'NO_BARS_IN_RANGE', /not closed/],
      [{ session: 'regular' }, 'SESSION_UNKNOWN', /bars within a day/],
      [{ adjust: 'split' }, 'NO_ACTIONS', /has none/],
      [{}, 'NOTHING_TO_DERIVE', /itself/],
      [{ from: '1999-01-01' }, 'NOTHING_TO_DERIVE', /itself/],
      [{ interval: '1d' }, 'NOTHING_TO_DERIVE', /itself/],
    ]
    for (const [request, code, text] of cases) {
      const error = refusal(() => derive(parent, request))
      expect([error.code, error.message]).toEqual([code, expect.stringMatching(text)])
    }
    expect(readdirSync(parent.folder)).toEqual(before)
  })

  it('keeps an instrument that ended within a week beside others that went on', () => {
    const folder = newFolder()
    const at = (days: number[]): Float64Array =>
      Float64Array.from(days, (day) => Date.UTC(2020, 0, 6) + day * DAY)
    const flat = (timeMs: Float64Array, id: string): InstrumentBars => {
      const price = timeMs.map((_, n) => 10 + n)
      return {
        instrument: defaultInstrument(id),
        timeMs,
        open: price,
        high: price,
        low: price,
        close: price,
        volume: price,
      }
    }
    const weekdays = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]
    const bars = [flat(at(weekdays), 'LIVES'), flat(at([0, 1, 2, 3, 4, 7, 8]), 'ENDED')]
    const { hash } = sealBars({ folder, bars, interval: '1d', calendar: 'nyse', source: 'x', nowMs: 0 })
    const { manifest } = derive({ folder, hash }, { interval: '1w' })
    expect(manifest.instruments.map(({ id, bars }) => [id, bars])).toEqual([
      ['ENDED', 2],
      ['LIVES', 2],
    ])
  })
})

describe('adjusted prices', () => {
  const folder = newFolder()
  const timeMs = Float64Array.from(
    [0, 1, 2, 3, 4, 7, 8, 9, 10, 11],
    (day) => Date.UTC(2020, 0, 6) + day * DAY,
  )
  const price = timeMs.map((_, n) => (n < 3 ? 100 : 50))
  const bars = [
    {
      instrument: defaultInstrument('X'),
      timeMs,
      open: price,
      high: price,
      low: price,
      close: price,
      volume: price,
    },
  ]
  const { hash } = sealBars({
    folder,
    bars,
    interval: '1d',
    calendar: 'nyse',
    source: 'x',
    nowMs: 0,
    actions: [
      { kind: 'split', instrument: 'X', exDate: '2020-01-09', ratio: 2 },
      { kind: 'dividend', instrument: 'X', exDate: '2020-01-10', amount: 1 },
    ],
  })

  it('are on one basis before they are merged; what they contain is no action any more', () => {
    const error = refusal(() => derive({ folder, hash }, { interval: '1w' }))
    expect([error.code, error.message]).toEqual([
      'SPLIT_WITHIN_BAR',
      expect.stringMatching(/2020-01-09 lies within the bar of 2020-01-06.*--adjust split/),
    ])
    const weekly = derive({ folder, hash }, { interval: '1w', adjust: 'split' })
    const { table, actions } = openSnapshot({ folder, hash: weekly.hash })
    expect([...table.open]).toEqual([50, 50])
    expect([...table.volume]).toEqual([3 * 200 + 2 * 50, 5 * 50])
    expect(actions).toMatchObject([{ kind: 'dividend', amount: 1 }])
    // The bar of the week from 2020-01-06 is the last one: no later bar pays what falls into it, and that is said.
    const short = derive({ folder, hash }, { interval: '1w', adjust: 'split', to: '2020-01-12' })
    expect(short.manifest.actions).toBeUndefined()
    expect(short.manifest.findings).toMatchObject([{ code: 'ACTION_OUTSIDE_DATA', count: 1 }])
    const total = derive({ folder, hash }, { adjust: 'total-return' })
    expect(openSnapshot({ folder, hash: total.hash }).table.close[0]).toBeCloseTo(50 * 0.98, 12)
    expect(total.manifest.actions).toBeUndefined()
    // What took effect at or before the first bar that is left has nothing to adjust.
    const raw = derive({ folder, hash }, { from: '2020-01-09' })
    expect(raw.manifest.actions).toMatchObject([{ kind: 'dividend' }])
  })
})

// Third-party prices, which the project may read but not ship.
describe.runIf(existsSync(SPY))('minutes of SPY', () => {
  it('become hours and days of regular sessions, or of all', async () => {
    const folder = newFolder()
    const parent = await importFiles({
      files: [SPY],
      folder,
      instrument: 'SPY',
      timeZone: 'America/New_York',
      calendar: 'nyse',
      nowMs: 0,
    })
    expect(parent.manifest.coverage).toEqual([{ calendar: 'nyse', bars: 4839, missing: 0 }])
    const from = { folder, hash: parent.hash }
    const hours = derive(from, { interval: '1h' })
    expect(hours.manifest.bars).toBe(6 * 7)
    expect(hours.manifest.lineage?.operations[0]).toMatchObject({
      leftOut: { otherSession: 2499, incomplete: 0 },
    })
    expect(hours.manifest.coverage[0]).toMatchObject({ calendar: 'nyse', missing: 0 })
    const days = derive(from, { interval: '1d' })
    expect(derive({ folder, hash: hours.hash }, { interval: '1d' }).hash).toBe(days.hash)
    expect(derive(from, { session: 'regular' }).manifest.bars).toBe(6 * 390)
    expect(derive(from, { interval: '1d', session: 'all' }).manifest.bars).toBe(6)
    const unknown = await importFiles({ files: [SPY], folder, timeZone: 'America/New_York', nowMs: 0 })
    expect(unknown.hash).not.toBe(parent.hash)
    expect(refusal(() => derive({ folder, hash: unknown.hash }, { session: 'regular' })).code).toBe(
      'SESSION_UNKNOWN',
    )
    expect(
      derive({ folder, hash: unknown.hash }, { interval: '1h', session: 'regular', calendar: 'nyse' })
        .manifest.bars,
    ).toBe(42)
  })
})
