/**
 * Every data file beside the checkout, imported: what each is, and every finding with its count and the line of its first
 * example. The prices are third-party: they are read where they lie and shipped nowhere.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { type Finding, type ImportRequest, importFiles } from '../../src/data/index.ts'

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'throughline-certificates-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** `code count @line`, in the order of the certificate. */
const textOf = (findings: readonly Finding[]): string[] =>
  findings.map(({ code, count, examples }) => `${code} ${count} @${examples[0]?.line ?? 'file'}`)

/** File, what it is (or `refused`), its findings, and what the import must be told. */
type Certificate = readonly [
  file: string,
  is: string,
  findings: readonly string[],
  options?: Partial<ImportRequest>,
]

const NEW_YORK = { timeZone: 'America/New_York' }
const BIDS = {
  columns: { open: 'bid_open', high: 'bid_high', low: 'bid_low', close: 'bid_close', volume: 'none' },
  timeZone: 'UTC',
}

const BAD: readonly Certificate[] = [
  ['freqtrade_unittest_btc_1m.csv.gz', '13681 1m of 1', ['GAPS 538 @160', 'STALE_PRICES 5 @189']],
  ['synthetic_dup_conflicting.csv', 'refused', ['DUPLICATE_CONFLICTING 1 @52']],
  ['synthetic_dup_identical.csv', 'refused', ['DUPLICATE_IDENTICAL 1 @52']],
  ['synthetic_empty_close.csv', 'refused', ['EMPTY_VALUE 1 @62']],
  ['synthetic_gap_10_sessions.csv', '240 1d of 1', ['GAPS 1 @122']],
  ['synthetic_high_below_low.csv', 'refused', ['HIGH_BELOW_LOW 1 @72']],
  ['synthetic_negative_low.csv', 'refused', ['PRICE_NOT_POSITIVE 1 @82']],
  ['synthetic_out_of_order.csv', 'refused', ['OUT_OF_ORDER 1 @103']],
  ['synthetic_spike_x10.csv', '250 1d of 1', ['SPIKE 1 @97']],
  ['synthetic_unadjusted_2for1.csv', '250 1d of 1', ['SPLIT_SUSPECT 1 @92']],
]

const REAL: readonly Certificate[] = [
  ['aapl_1m_2014-06_split.csv', '2303 1m of 1', ['SPLIT_SUSPECT 1 @1471', 'STALE_PRICES 3 @706'], NEW_YORK],
  ['btcusd_coinbase_daily.csv', '1318 1d of 1', ['GAPS 8 @11', 'SPIKE 2 @834']],
  ['eurusd_1h.csv', '5000 1h of 1', [], { timeZone: 'UTC' }],
  [
    'eurusd_oanda_quotes_daily.csv.gz',
    '3738 1d of 1',
    ['GAPS 4 @3110', 'SINGLE_BAR_GAPS 8 @942', 'OPEN_EQUALS_PREVIOUS_CLOSE 3737 @3', 'NO_VOLUME 1 @file'],
    BIDS,
  ],
  ['goog_daily.csv', '2148 1d of 1', []],
  ['spy_1m_2013-10.csv', '4839 1m of 1', ['GAPS 97 @684', 'STALE_PRICES 1 @4830'], NEW_YORK],
  [
    'us_20_adjclose_1990_2022.csv.gz',
    '166260 1d of 20',
    [
      'OPEN_EQUALS_PREVIOUS_CLOSE 1078 @3',
      'SPIKE 1 @4804',
      'SPLIT_SUSPECT 9 @2718',
      'STALE_PRICES 43 @241',
      'CLOSES_ONLY 1 @file',
    ],
    { wide: true },
  ],
  [
    'us_daily_raw_14.csv.gz',
    '65725 1d of 14',
    [
      'GAPS 384 @50360',
      'OPEN_EQUALS_PREVIOUS_CLOSE 878 @56504',
      'SPIKE 16 @2949',
      'SPLIT_SUSPECT 23 @624',
      'TICKER_REUSE_SUSPECT 6 @57601',
      'STALE_PRICES 2 @57679',
      'ZERO_VOLUME_RUN 1 @57679',
      'LATE_START 6 @49644',
    ],
  ],
  ['resample/2006-day-001.txt', '255 1d of 1', ['GAPS 2 @76', 'SINGLE_BAR_GAPS 1 @85']],
  ['resample/2006-week-001.txt', '52 1w of 1', ['UNEVEN_SPACING 1 @16']],
  ['resample/2006-month-001.txt', '12 1mo of 1', []],
]

// The data files lie beside the checkout or nowhere.
describe.runIf(existsSync(DATA))('the certificate of', () => {
  it('every file of bad data is here', () => {
    expect(readdirSync(join(DATA, 'bad'))).toEqual(BAD.map(([file]) => file))
  })

  const inFolder = BAD.map(([file, is, findings]): Certificate => [`bad/${file}`, is, findings])
  it.each([...inFolder, ...REAL].map((one) => [one[0], one] as const))(
    '%s is as it was',
    async (_, [file, is, findings, options = {}]) => {
      const importing = importFiles({ files: [join(DATA, file)], folder, nowMs: 0, ...options })
      if (is === 'refused') {
        const error = await importing.then(
          () => expect.fail('it must be refused'),
          (thrown: { code: string; details: { findings: Finding[] } }) => thrown,
        )
        expect([error.code, textOf(error.details.findings)]).toEqual(['BAD_BARS', findings])
        return
      }
      const { manifest } = await importing
      const { bars, interval, instruments } = manifest
      expect(`${bars} ${interval} of ${instruments.length}`).toBe(is)
      expect(textOf(manifest.findings)).toEqual(findings)
    },
  )
})
