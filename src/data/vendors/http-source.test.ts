import { afterEach, describe, expect, it } from 'vitest'
import { parseInterval } from '../../model/index.ts'
import {
  fakeSurroundings,
  PLANTED_SECRETS,
  startVendorServer,
  type VendorServer,
} from '../../testing/index.ts'
import type { HttpSourceOptions } from './http-settings.ts'
import { httpSource } from './http-source.ts'

const NOW = Date.UTC(2024, 5, 1)
let server: VendorServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

interface Asking {
  readonly body: string | ((url: URL) => string)
  readonly options?: Partial<HttpSourceOptions>
  readonly interval?: string
  readonly from?: string
  readonly to?: string
  readonly status?: number
}

/** The times of all bars that a service gives which answers with `body`, as ISO text. */
async function timesOf({
  body,
  options = {},
  interval = '5m',
  from,
  to,
  status = 200,
}: Asking): Promise<string[]> {
  server = await startVendorServer(({ url }) => ({
    status,
    body: typeof body === 'string' ? body : body(url),
    isBars: true,
  }))
  const source = httpSource(
    {
      name: 'mine',
      url: `${server.url}/{symbol}?from={from_iso}&to={to_iso}&day={from_date}&last={to_date}&key={env:VENDOR_KEY}`,
      format: 'json',
      rows: '',
      fields: { time: '0', open: '1', high: '1', low: '1', close: '1', volume: '1' },
      timeFormat: 'iso',
      dayZone: 'America/New_York',
      order: 'ascending',
      paging: { kind: 'none' },
      pageSize: 10,
      intervals: { '5m': '5m', '1d': '1d' },
      adjustment: 'raw',
      headers: {},
      requestsPerMinute: 1e6,
      ...options,
    },
    fakeSurroundings(NOW, []),
  )
  const times: string[] = []
  const request = {
    instrument: 'A/B',
    interval: parseInterval(interval),
    fromMs: Date.parse(from ?? '2024-03-01T00:00:00Z'),
    toMs: Date.parse(to ?? '2024-04-01T00:00:00Z'),
  }
  for await (const { bars } of source.fetch(request)) {
    times.push(...Array.from(bars.timeMs, (time) => new Date(time).toISOString()))
  }
  return times
}

const rows = (...times: unknown[]): string => JSON.stringify(times.map((time) => [time, 1]))

describe('the URL', () => {
  it('has the words of the range, each encoded; of days the midnights of the zone', async () => {
    await timesOf({ body: '[]', interval: '1d', from: '2024-03-01T00:00:00Z', to: '2024-03-16T00:00:00Z' })
    const [{ url } = { url: new URL('http://none') }] = server!.requests
    expect(url.pathname).toBe('/A%2FB')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      from: '2024-03-01T05:00:00.000Z',
      // Daylight saving began on the tenth.
      to: '2024-03-16T03:59:59.999Z',
      day: '2024-03-01',
      last: '2024-03-15',
      key: PLANTED_SECRETS.id,
    })
  })
})

describe('times', () => {
  it.each([
    ['epoch-s', 1710165600],
    ['epoch-ms', 1710165600000],
    ['epoch-us', 1710165600000000],
    ['epoch-ns', '1710165600000000000'],
    ['iso', '2024-03-11T10:00:00-04:00'],
  ] as const)('are read as %s', async (timeFormat, time) => {
    expect(await timesOf({ body: rows(time), options: { timeFormat } })).toEqual(['2024-03-11T14:00:00.000Z'])
  })

  it('without a zone are read in the zone that is named', async () => {
    const options = { timeZone: 'America/New_York' }
    expect(await timesOf({ body: rows('2024-03-11 10:00:00'), options })).toEqual([
      '2024-03-11T14:00:00.000Z',
    ])
  })

  it('of days may be dates or midnights of the zone', async () => {
    const body = rows('2024-03-08', '2024-03-11T04:00:00Z')
    expect(await timesOf({ body, interval: '1d' })).toEqual([
      '2024-03-08T00:00:00.000Z',
      '2024-03-11T00:00:00.000Z',
    ])
  })

  it.each([
    ['no zone, and none is named', '2024-03-11 10:00:00', {}, 'VENDOR_TIME_ZONE'],
    ['an hour that never was', '2024-03-10 02:30:00', { timeZone: 'America/New_York' }, 'VENDOR_TIME_ZONE'],
    ['an hour that was twice', '2023-11-05 01:30:00', { timeZone: 'America/New_York' }, 'VENDOR_TIME_ZONE'],
    ['another unit', 1710165600, { timeFormat: 'epoch-ns' }, 'outside'],
    ['another unit, the other way', 1710165600000000, { timeFormat: 'epoch-s' }, 'VENDOR_BAD_VALUE'],
    ['a date for a bar within a day', '2024-03-11', {}, 'VENDOR_BAD_VALUE'],
    ['a day that is not', '2024-02-31T10:00:00Z', {}, 'VENDOR_BAD_VALUE'],
    ['nothing', null, {}, 'VENDOR_BAD_VALUE'],
  ] as const)('with %s are refused', async (_, time, options, code) => {
    const asking = timesOf({ body: rows(time), options })
    if (code === 'outside') expect(await asking).toEqual([])
    else await expect(asking).rejects.toMatchObject({ code, retry: 'never' })
  })

  it('of days that begin at midnight elsewhere are refused, not shifted', async () => {
    await expect(timesOf({ body: rows('2024-03-11T00:00:00Z'), interval: '1d' })).rejects.toMatchObject({
      code: 'VENDOR_TIME_ZONE',
    })
  })
})

describe('an answer', () => {
  const csv = {
    format: 'csv',
    fields: { time: 't', open: 'p', high: 'p', low: 'p', close: 'p', volume: 'p' },
  } as const

  it('may be CSV with quotes', async () => {
    expect(await timesOf({ body: 't,"p"\r\n"2024-03-11T10:00:00Z","1"\r\n', options: csv })).toHaveLength(1)
  })

  it.each([
    ['an object without rows', '{"data":1}', { rows: 'bars' }, 'VENDOR_BAD_SHAPE'],
    ['a text', '"none"', {}, 'VENDOR_BAD_SHAPE'],
    ['a row that is none', '[7]', {}, 'VENDOR_BAD_SHAPE'],
    ['columns of two lengths', '{"0":[1,2],"1":[1]}', {}, 'VENDOR_BAD_SHAPE'],
    ['CSV without an end', 't,p\n2024-03-11T10:00:00Z,1', csv, 'VENDOR_BAD_SHAPE'],
    ['CSV with a short row', 't,p\n2024-03-11T10:00:00Z\n', csv, 'VENDOR_BAD_SHAPE'],
    ['CSV without the column', 't,q\n2024-03-11T10:00:00Z,1\n', csv, 'VENDOR_BAD_SHAPE'],
    [
      'a link to another host',
      '{"r":[],"n":"https://example.com/x"}',
      { rows: 'r', paging: { kind: 'next-link', field: 'n' } },
      'VENDOR_FOREIGN_LINK',
    ],
  ] as const)('that is %s is refused', async (_, body, options, code) => {
    await expect(timesOf({ body, options })).rejects.toMatchObject({ code, exitCode: 4 })
  })

  it('that has no end is cut off at 64 MB', { timeout: 30_000 }, async () => {
    const body = `[${'1,'.repeat(35 << 20)}1]`
    await expect(timesOf({ body })).rejects.toMatchObject({ code: 'VENDOR_TOO_LARGE' })
  })

  it('that ignores where a page begins is noticed', async () => {
    const body = rows('2024-03-11T10:00:00Z', '2024-03-11T10:05:00Z')
    await expect(timesOf({ body, options: { paging: { kind: 'time' } } })).rejects.toMatchObject({
      code: 'VENDOR_NO_PROGRESS',
    })
  })

  it('by time ends where the last bar comes again', async () => {
    const all = ['2024-03-11T10:00:00Z', '2024-03-11T10:05:00Z', '2024-03-11T10:10:00Z']
    const body = (url: URL): string =>
      rows(
        ...all
          .filter(
            (time) => Date.parse(time) >= Math.floor(Date.parse(url.searchParams.get('from')!) / 1e3) * 1e3,
          )
          .slice(0, 2),
      )
    expect(await timesOf({ body, options: { paging: { kind: 'time' } } })).toHaveLength(3)
  })
})
