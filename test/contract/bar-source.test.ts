/** Every source of bars passes one suite, against local servers that speak the vendors' protocols. */
import { describe, it } from 'vitest'
import {
  alpacaSource,
  type BarSource,
  ccxtSource,
  type HttpSourceOptions,
  httpSource,
} from '../../src/data/index.ts'
import {
  alpacaServer,
  barSourceContract,
  binanceServer,
  HTTP_KEY,
  type HttpShape,
  httpBarsServer,
  PLANTED_SECRETS,
} from '../../src/testing/index.ts'

const PACE = { requestsPerMinute: 1_000_000, timeoutMs: 500 }

describe('alpaca', () => {
  const cases = barSourceContract({
    name: 'alpaca',
    symbol: 'BRK.B',
    hasTokens: true,
    sortsPages: false,
    hasKeys: true,
    isJson: true,
    open: async (world, surroundings) => {
      const keys = { keyId: PLANTED_SECRETS.id, secret: PLAIN_SECRET }
      const server = await alpacaServer(world, keys)
      const env = { ...surroundings.env, APCA_API_SECRET_KEY: PLAIN_SECRET }
      const options = { feed: 'sip', adjustment: 'raw', baseUrl: server.url, ...PACE } as const
      return { server, source: alpacaSource(options, { ...surroundings, env }) }
    },
  })
  for (const { name, run } of cases) it(name, run)
})

/** A header takes no letters beyond Latin-1. */
const PLAIN_SECRET = 'planted secret %41&='

describe('ccxt', { timeout: 30_000 }, () => {
  const cases = barSourceContract({
    name: 'ccxt:binance',
    symbol: 'BTC/USDT',
    hasTokens: false,
    sortsPages: true,
    hasKeys: false,
    isJson: true,
    open: async (world, surroundings) => {
      const server = await binanceServer(world)
      const options = { exchange: 'binance', baseUrl: server.url, ...PACE }
      return { server, source: ccxtSource(options, surroundings) }
    },
  })
  for (const { name, run } of cases) it(name, run)
})

const NAMED = { time: 'at', open: 'open', high: 'high', low: 'low', close: 'close', volume: 'volume' }
const SHAPES: Record<HttpShape, Partial<HttpSourceOptions>> = {
  'objects-token': {
    rows: 'data.rows',
    fields: NAMED,
    timeFormat: 'iso',
    paging: { kind: 'token', field: 'meta.next', parameter: 'page' },
  },
  'lists-link': {
    rows: 'rows',
    fields: { time: '0', open: '1', high: '2', low: '3', close: '4', volume: '5' },
    timeFormat: 'epoch-s',
    paging: { kind: 'next-link', field: 'next' },
  },
  'columns-time': {
    rows: 'chart',
    fields: { time: 't', open: 'o', high: 'h', low: 'l', close: 'c', volume: 'v' },
    timeFormat: 'epoch-ms',
    paging: { kind: 'time' },
  },
  'csv-time': {
    format: 'csv',
    fields: { ...NAMED, time: 'when' },
    timeFormat: 'iso',
    paging: { kind: 'time' },
  },
  'newest-first': {
    rows: 'data.rows',
    fields: NAMED,
    timeFormat: 'iso',
    order: 'descending',
    paging: { kind: 'token', field: 'meta.next', parameter: 'page' },
  },
}

function described(shape: HttpShape, url: string): HttpSourceOptions {
  return {
    name: 'described',
    url: `${url}/bars?symbol={symbol}&interval={interval}&from={from_ms}&to={to_ms}`,
    format: 'json',
    rows: '',
    fields: NAMED,
    timeFormat: 'iso',
    dayZone: 'UTC',
    order: 'ascending',
    paging: { kind: 'none' },
    pageSize: 7,
    intervals: { '1d': 'day', '5m': '5min' },
    adjustment: 'raw',
    headers: { [HTTP_KEY]: '{env:VENDOR_KEY}' },
    ...PACE,
    ...SHAPES[shape],
  }
}

describe.each(Object.keys(SHAPES) as HttpShape[])('a described source: %s', (shape) => {
  const cases = barSourceContract({
    name: 'http',
    symbol: 'A&B C',
    hasTokens: shape.startsWith('objects') || shape.startsWith('lists'),
    sortsPages: false,
    hasKeys: true,
    isJson: !shape.startsWith('csv'),
    open: async (world, surroundings) => {
      const server = await httpBarsServer(world, { shape, key: PLANTED_SECRETS.id })
      const source: BarSource = httpSource(described(shape, server.url), surroundings)
      return { server, source }
    },
  })
  // The server's newest-first pages have no faults of their own.
  const isOwn = (name: string): boolean => shape !== 'newest-first' || !/at |through /.test(name)
  for (const { name, run } of cases.filter((one) => isOwn(one.name))) it(name, run)
})
