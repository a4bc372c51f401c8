import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InstrumentBars } from '../../model/index.ts'
import type { Finding } from '../findings.ts'
import { generateMarket } from '../generate-market.ts'
import type { GenerateMarketRequest } from '../generate-request.ts'
import { importFiles } from '../import.ts'
import { localTimeIn, zoneOffsets } from '../read/time-zone.ts'
import { sealBars } from '../seal-bars.ts'

const HOUR = 3_600_000
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-clocks-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const market = (request: Partial<GenerateMarketRequest>): InstrumentBars =>
  generateMarket({
    seed: 4,
    model: { kind: 'noise', volatility: 0.2 },
    instruments: 1,
    from: '2018-01-02',
    to: '2019-12-31',
    interval: '30m',
    ...request,
  })[0]!

/** The bars with their times seen through another clock, those that collide left out. */
function throughClock(bars: InstrumentBars, of: (timeMs: number) => number): InstrumentBars {
  const times = bars.timeMs.map(of)
  const keep = times.map((time, row) => (row === 0 || time > times[row - 1]! ? 1 : 0))
  const pick = (column: Float64Array): Float64Array => column.filter((_, row) => keep[row] === 1)
  return {
    instrument: bars.instrument,
    timeMs: pick(times),
    open: pick(bars.open),
    high: pick(bars.high),
    low: pick(bars.low),
    close: pick(bars.close),
    volume: pick(bars.volume),
  }
}

function clockFindings(bars: InstrumentBars, calendar?: 'nyse' | 'fx' | '24/7' | 'none'): Finding[] {
  const { manifest } = sealBars({
    folder,
    bars: [bars],
    source: 'test',
    nowMs: 0,
    ...(calendar === undefined ? {} : { calendar }),
  })
  return manifest.findings.filter(({ code }) => code === 'SESSION_SHIFT' || code === 'TIME_ZONE_SUSPECT')
}

const newYork = zoneOffsets('America/New_York')
const berlin = localTimeIn('Europe/Berlin')
const localNewYork = (timeMs: number): number => timeMs + newYork(timeMs)

describe('hours of trading', () => {
  const nyse = market({})

  it.each([
    ['New York', nyse],
    ['the currency week', market({ calendar: 'fx', interval: '1h', tickSize: 0.001 })],
    ['a market that never closes', market({ calendar: '24/7', interval: '1h' })],
    ['days', market({ interval: '1d' })],
    ['Tokyo, without daylight saving', throughClock(nyse, (time) => localNewYork(time) - 9 * HOUR)],
    [
      'Sydney, where summer is winter',
      throughClock(nyse, (time) => localTimeIn('Australia/Sydney')(localNewYork(time))),
    ],
  ])('are in order for %s', (name, bars) => {
    // On days that are not New York's, whatever these made-up ones are.
    expect(clockFindings(bars, name.includes(',') ? 'none' : undefined)).toEqual([])
  })

  it('are suspect where days are of New York and local times were read as UTC', () => {
    const found = clockFindings(throughClock(nyse, localNewYork))
    expect(found).toMatchObject([{ code: 'TIME_ZONE_SUSPECT', severity: 'warning' }])
    expect(found[0]!.examples[0]).toMatchObject({
      instrument: 'GEN_001',
      text: "days are New York's, but trading begins at 09:30 UTC in summer and winter: read in the wrong zone?",
    })
    expect(found[0]!.examples[1]!.text).toMatch(
      /but \d+ of \d+ begin before 09:00 there and end before 15:00/,
    )
  })

  it('are suspect where New York’s times were read as those of Berlin', () => {
    const found = clockFindings(throughClock(nyse, (time) => berlin(localNewYork(time))))
    expect(found.map(({ code }) => code)).toEqual(['TIME_ZONE_SUSPECT'])
    expect(found[0]!.examples[0]!.text).toContain('of Europe/London')
  })

  it('are found to move at no change of clocks, with the day from which they do', () => {
    const from = Date.UTC(2018, 6, 16)
    const to = Date.UTC(2018, 8, 17)
    const moved = throughClock(nyse, (time) => (time >= from && time < to ? time + HOUR : time))
    const [finding, ...rest] = clockFindings(moved)
    expect(rest).toEqual([])
    expect(finding).toMatchObject({ code: 'SESSION_SHIFT', count: 2 })
    expect(finding!.examples).toMatchObject([
      {
        time: '2018-07-16T14:30:00Z',
        text: 'trading begins at 10:30 (America/New_York) from here on, 09:30 before',
      },
      {
        time: '2018-09-17T13:30:00Z',
        text: 'trading begins at 09:30 (America/New_York) from here on, 10:30 before',
      },
    ])
  })

  it('are found to change clocks with Europe from some year on', () => {
    const year = Date.UTC(2019, 0, 1)
    const mixed = throughClock(nyse, (time) => (time < year ? time : berlin(localNewYork(time)) + 6 * HOUR))
    expect(clockFindings(mixed)).toMatchObject([{ code: 'SESSION_SHIFT' }])
  })

  it('that skip the hour of spring where the market never closes are suspect', () => {
    const always = market({ calendar: '24/7', interval: '1h' })
    const found = clockFindings(throughClock(always, localNewYork))
    expect(found).toMatchObject([
      {
        code: 'TIME_ZONE_SUSPECT',
        count: 2,
        examples: [{ time: '2018-03-11T03:00:00Z' }, { time: '2019-03-10T03:00:00Z' }],
      },
    ])
    expect(found[0]!.examples[0]!.text).toContain('which clocks skip in New York')
  })

  it('of days that begin early by an hour, but not for three days, say nothing', () => {
    const odd = throughClock(nyse, (time) => (Math.floor(time / (24 * HOUR)) % 5 === 0 ? time - HOUR : time))
    expect(clockFindings(odd, 'nyse')).toEqual([])
  })
})

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))

// Real files lie beside the checkout where it is built; their terms keep them out of it.
describe.runIf(existsSync(data))('real files', () => {
  it.each([
    ['spy_1m_2013-10.csv', 'America/New_York'],
    ['aapl_1m_2014-06_split.csv', 'America/New_York'],
    ['goog_daily.csv', 'UTC'],
    ['btcusd_coinbase_daily.csv', 'UTC'],
    ['us_daily_raw_14.csv.gz', 'UTC'],
    ['bad/freqtrade_unittest_btc_1m.csv.gz', 'UTC'],
    ['eurusd_1h.csv', 'UTC'],
  ])('%s raises no false alarm', async (name, timeZone) => {
    const { manifest } = await importFiles({ files: [join(data, name)], folder, timeZone, nowMs: 0 })
    const codes = manifest.findings.map(({ code }) => code)
    expect(codes).not.toContain('SESSION_SHIFT')
    expect(codes).not.toContain('TIME_ZONE_SUSPECT')
  })
})
