import { describe, expect, it } from 'vitest'
import type { Surroundings } from './bar-source.ts'
import { vendorOf } from './vendor-settings.ts'

const surroundings: Surroundings = {
  nowMs: () => 0,
  random: () => 0,
  sleep: async () => undefined,
  env: {},
}

const open = (vendor: string, tables: Record<string, unknown> = {}) =>
  vendorOf({ vendor, tables, file: 'throughline.toml' }, surroundings)

const HTTP = {
  kind: 'http',
  url: 'https://example.com/{symbol}?from={from_ms}',
  fields: { time: 't', open: 'o', high: 'h', low: 'l', close: 'c', volume: 'v' },
  time_format: 'epoch-ms',
  day_zone: 'UTC',
  adjustment: 'raw',
  intervals: { '1d': 'day' },
}

describe('a vendor', () => {
  it('may need no settings', () => {
    expect(open('alpaca').source.variant).toBe('stocks feed=sip adjustment=raw')
    expect(open('ccxt:kraken').source.name).toBe('ccxt:kraken')
    expect(open('ccxt:kraken').instruments.currencyOf('BTC/USDT:USDT')).toBe('USDT')
  })

  it('says in its variant all that decides which numbers come', () => {
    const variants = [
      open('alpaca', { alpaca: { feed: 'iex' } }),
      open('alpaca', { alpaca: { adjustment: 'all' } }),
      open('alpaca', { alpaca: { base_url: 'http://127.0.0.1:1' } }),
      open('mine', { mine: HTTP }),
      open('mine', { mine: { ...HTTP, rows: 'data' } }),
      open('mine', { mine: { ...HTTP, fields: { ...HTTP.fields, close: 'adjusted' } } }),
      open('mine', { mine: { ...HTTP, intervals: { '1d': 'daily-adjusted' } } }),
    ].map(({ source }) => source.variant)
    expect(new Set(variants).size).toBe(variants.length)
  })

  it.each([
    [{ kind: 'alpacca' }, 'BAD_SETTING', "'alpaca'"],
    [{ ...HTTP, adjustment: undefined }, 'MISSING_SETTING', 'adjustment'],
    [{ ...HTTP, day_zone: undefined }, 'MISSING_SETTING', 'day_zone'],
    [{ ...HTTP, day_zone: 'America/New_Yorkk' }, 'BAD_TIME_ZONE', 'New_Yorkk'],
    [{ ...HTTP, url: 'https://example.com/bars' }, 'BAD_SETTING', '{symbol}'],
    [{ ...HTTP, url: 'https://example.com/{symbol}/{form}' }, 'BAD_SETTING', '{form}'],
    [{ ...HTTP, url: 'ftp://example.com/{symbol}' }, 'BAD_SETTING', 'http'],
    [{ ...HTTP, fields: { time: 't' } }, 'MISSING_SETTING', 'fields.open'],
    [{ ...HTTP, intervals: { day: '1d' } }, 'BAD_SETTING', '1d'],
    [{ ...HTTP, paging: 'token' }, 'MISSING_SETTING', 'next_field'],
    [{ ...HTTP, paging: 'time', order: 'descending' }, 'BAD_SETTING', 'descending'],
    [{ ...HTTP, format: 'csv', paging: 'next-link' }, 'BAD_SETTING', 'csv'],
    [{ ...HTTP, requests_per_minute: 0 }, 'BAD_SETTING', 'above 0'],
    [{ ...HTTP, pageing: 'none' }, 'UNKNOWN_SETTING', "'paging'"],
    [{ kind: 'ccxt' }, 'MISSING_SETTING', 'exchange'],
    [
      { kind: 'ccxt', exchange: 'binance', base_url: 'https://user:key@example.com' },
      'BAD_SETTING',
      'base_url',
    ],
  ])('with %j is refused', (table, code, named) => {
    const given = Object.fromEntries(Object.entries(table).filter(([, value]) => value !== undefined))
    try {
      open('mine', { mine: given })
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code, exitCode: 2 })
      expect((error as Error).message).toContain(named)
    }
  })
})
