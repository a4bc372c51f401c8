/** Vendors by name: what `[vendors.NAME]` of throughline.toml says, or the two kinds that need no settings. */
import { didYouMean, UsageError } from '../../model/index.ts'
import { ALPACA_FEEDS, alpacaSource } from './alpaca.ts'
import { ADJUSTMENTS, type BarSource, type Surroundings } from './bar-source.ts'
import { ccxtSource } from './ccxt.ts'
import { httpSource } from './http-source.ts'
import { httpOptions } from './http-table.ts'
import { readTable, type TableReader } from './settings-table.ts'

const VENDOR_KINDS = ['alpaca', 'ccxt', 'http'] as const

export interface VendorChoice {
  /** `alpaca`, `ccxt:binance`, or a name of `tables`. */
  readonly vendor: string
  /** The tables under [vendors] by name. */
  readonly tables: Readonly<Record<string, unknown>>
  /** The file they come from. */
  readonly file: string
}

/** What instruments of the vendor are, where nothing else is said. */
export interface VendorInstruments {
  readonly assetClass: 'equity' | 'crypto' | undefined
  /** ISO code, or the exchange's for a crypto currency. */
  readonly currencyOf: (symbol: string) => string | undefined
}

export interface Vendor {
  readonly source: BarSource
  readonly instruments: VendorInstruments
}

/**
 * The vendor that a name stands for. Throws `UsageError` UNKNOWN_VENDOR, UNKNOWN_SETTING, BAD_SETTING; its packages
 * and its keys are asked for when something is fetched.
 */
export function vendorOf({ vendor, tables, file }: VendorChoice, surroundings: Surroundings): Vendor {
  const exchange = /^ccxt:([a-z0-9]+)$/.exec(vendor)?.[1]
  const isSet = Object.hasOwn(tables, vendor)
  if (!isSet && exchange !== undefined) {
    return { source: ccxtSource({ exchange }, surroundings), instruments: CRYPTO }
  }
  if (!isSet && vendor !== 'alpaca') throw unknownVendor({ vendor, tables, file })
  const table = readTable({ file, name: `vendors.${vendor}` }, tables[vendor] ?? { kind: 'alpaca' })
  const kind = table.oneOf('kind', VENDOR_KINDS, vendor === 'alpaca' ? 'alpaca' : undefined)
  switch (kind) {
    case 'alpaca':
      return { source: alpacaOf(vendor, table, surroundings), instruments: STOCKS }
    case 'ccxt':
      return { source: ccxtOf(vendor, table, surroundings), instruments: CRYPTO }
    case 'http':
      return { source: httpSource(httpOptions(vendor, table), surroundings), instruments: UNSAID }
    default:
      return kind satisfies never
  }
}

const STOCKS: VendorInstruments = { assetClass: 'equity', currencyOf: () => 'USD' }
const CRYPTO: VendorInstruments = {
  assetClass: 'crypto',
  // ccxt writes BTC/USDT, and BTC/USDT:USDT where something settles.
  currencyOf: (symbol) => /^[^/]+\/([^:]+)/.exec(symbol)?.[1],
}
const UNSAID: VendorInstruments = { assetClass: undefined, currencyOf: () => undefined }

/** Keys that every kind takes. */
function pacing(table: TableReader): { requestsPerMinute?: number; timeoutMs?: number } {
  const requestsPerMinute = table.positive('requests_per_minute')
  const timeoutMs = table.positive('timeout_ms')
  return {
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }
}

function alpacaOf(name: string, table: TableReader, surroundings: Surroundings): BarSource {
  const baseUrl = table.url('base_url')
  const options = {
    name,
    feed: table.oneOf('feed', ALPACA_FEEDS, 'sip'),
    adjustment: table.oneOf('adjustment', ADJUSTMENTS, 'raw'),
    ...pacing(table),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  }
  table.finish()
  return alpacaSource(options, surroundings)
}

function ccxtOf(name: string, table: TableReader, surroundings: Surroundings): BarSource {
  const baseUrl = table.url('base_url')
  const dayZone = table.text('day_zone')
  const options = {
    name,
    exchange: table.required('exchange', table.text('exchange')),
    exchangeOptions: table.table('options'),
    sendsKeys: table.flag('keys'),
    ...pacing(table),
    ...(dayZone === undefined ? {} : { dayZone }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  }
  table.finish()
  return ccxtSource(options, surroundings)
}

function unknownVendor({ vendor, tables, file }: VendorChoice): UsageError {
  const known = ['alpaca', ...Object.keys(tables)]
  return new UsageError(
    'UNKNOWN_VENDOR',
    `A vendor must be alpaca, an exchange as ccxt:binance, or a table [vendors.NAME] in ${file}, but '${vendor}' is none.${didYouMean(vendor, known)}`,
    { vendor, known },
  )
}
