/** The commands under `snapshot`, each imported when it is called. */
import type { Command } from 'commander'
import { type CommandText, declareCommand, declareGroup } from '../shell/declare.ts'
import type { DeriveFlags } from './derive.ts'
import type { SnapshotExportFlags } from './export.ts'
import type { FetchFlags } from './fetch.ts'
import type { GenerateFlags } from './generate.ts'
import type { ImportFlags } from './import-request.ts'

export function declareSnapshots(program: Command): void {
  const snapshot = declareGroup(
    program,
    'snapshot',
    'Sealed sets of bars: import, derive, list, show, verify, export, diff, generate',
  )
  declareCommand<ImportFlags>(snapshot, SNAPSHOT_IMPORT, async (flags, args) =>
    (await import('./import.ts')).importSnapshot(flags, args),
  )
  declareCommand<FetchFlags>(snapshot, SNAPSHOT_FETCH, async (flags, args) =>
    (await import('./fetch.ts')).fetchFromVendor(flags, args),
  )
  declareCommand(
    snapshot,
    {
      usage: 'list',
      summary: 'The snapshots of the store',
      examples: ['throughline snapshot list'],
    },
    async (flags) => (await import('./snapshots.ts')).listSnapshots(flags),
  )
  declareCommand(
    snapshot,
    {
      usage: 'show <snapshot>',
      summary: 'What a snapshot holds, where it came from, what was found',
      examples: ['throughline snapshot show sp500'],
    },
    async (flags, args) => (await import('./snapshots.ts')).showSnapshot(flags, args),
  )
  declareCommand(
    snapshot,
    {
      usage: 'verify <snapshot>',
      summary: 'Check every byte of a snapshot against its seal',
      examples: ['throughline snapshot verify sp500'],
    },
    async (flags, args) => (await import('./snapshots.ts')).verifySnapshot(flags, args),
  )
  declareCommand<DeriveFlags>(snapshot, SNAPSHOT_DERIVE, async (flags, args) =>
    (await import('./derive.ts')).deriveOne(flags, args),
  )
  declareCommand<SnapshotExportFlags>(snapshot, SNAPSHOT_EXPORT, async (flags, args) =>
    (await import('./export.ts')).exportSnapshot(flags, args),
  )
  declareCommand<GenerateFlags>(snapshot, SNAPSHOT_GENERATE, async (flags) =>
    (await import('./generate.ts')).generateSnapshot(flags),
  )
  declareCommand(snapshot, SNAPSHOT_DIFF, async (flags, args) =>
    (await import('./diff.ts')).diffTwo(flags, args),
  )
}

const SNAPSHOT_DERIVE: CommandText = {
  usage: 'derive <snapshot>',
  summary: 'Seal a new snapshot made of another: a part of it, adjusted, or in longer bars',
  options: [
    ['--id <id>', "the new snapshot's name", 'required'],
    ['--interval <interval>', 'longer bars: 5m, 1h, 1d, 1w, 1mo'],
    ['--session <which>', 'bars within the day: regular or all (regular where bars are merged, else all)'],
    ['--calendar <name>', 'the market of all instruments: nyse, 24/7, fx, none (what the snapshot has)'],
    ['--instruments <ids>', 'only these, with commas between them', 'repeat'],
    ['--from <date>', 'first date, or instant, on which a bar may open'],
    ['--to <date>', 'last date, or instant, on which a bar may open'],
    ['--adjust <how>', 'prices by the corporate actions sealed with them: split or total-return (raw)'],
    ['--keep-incomplete', 'make bars of periods that have not closed or are cut, too (left out)'],
  ],
  notes: [
    'Hours of nyse begin at 09:30 New York, days of fx at 17:00 New York, else they are those of UTC.',
    "The new snapshot's manifest names the hash of its parent and what was done; `snapshot show` shows it.",
  ],
  examples: [
    'throughline snapshot derive minutes --id hours --interval 1h --session regular',
    'throughline snapshot derive stocks --id weekly --interval 1w --instruments KO,PEP --adjust split',
  ],
}

const SNAPSHOT_EXPORT: CommandText = {
  usage: 'export <snapshot>',
  summary: 'The bars of a snapshot, or of a part of it, as a file',
  options: [
    ['--format <format>', 'parquet, csv or arrow (IPC file)', 'required'],
    ['--out <file>', 'where to write it (- for stdout)', 'required'],
    ['--instruments <ids>', 'only these, with commas between them', 'repeat'],
    ['--from <date>', 'first date, or instant, on which a bar may open'],
    ['--to <date>', 'last date, or instant, on which a bar may open'],
    ['--attributes-out <file>', "also write the instruments' attributes, as a CSV table"],
    ['--actions-out <file>', 'also write the corporate actions, as CSV'],
  ],
  notes: ['An export, imported again with its attributes and its actions, is the same snapshot.'],
  examples: ['throughline snapshot export sp500 --format parquet --out sp500.parquet'],
}

const SNAPSHOT_GENERATE: CommandText = {
  usage: 'generate',
  summary: 'Seal a made-up market with a known law',
  options: [
    ['--id <id>', "the snapshot's name", 'required'],
    ['--model <model>', 'gbm (with --jump), regimes, or noise: nothing to be found', 'required'],
    ['--seed <number>', 'the same seed gives the same bytes everywhere', 'required'],
    ['--from <date>', 'first possible date', 'required'],
    ['--to <date>', 'last possible date', 'required'],
    ['--instruments <number>', 'how many (10)'],
    ['--interval <interval>', 'a day or a whole part of one (1d)'],
    ['--calendar <name>', 'days and sessions with bars: nyse, 24/7 or fx (nyse)'],
    ['--drift <fraction>', 'of gbm: growth of the expected price a year (0.05)'],
    ['--volatility <fraction>', 'of gbm and noise: of the logarithm, a year (0.2)'],
    ['--jump <numbers>', 'of gbm: how many a year, mean and sigma of their logarithm: 2,-0.01,0.05'],
    [
      '--regime <numbers>',
      'of regimes, once for each: drift, volatility, mean length in years (0.1,0.12,1 and -0.15,0.35,0.25)',
      'repeat',
    ],
    ['--correlation <number>', 'between every two instruments, from 0 to below 1 (0)'],
    ['--late <share>', 'share of instruments that begin late (0)'],
    ['--early <share>', 'share of instruments that end early (0)'],
    ['--start-price <price>', 'first price of all (drawn from 20 to 200)'],
    ['--tick-size <step>', 'step of all prices (0.01)'],
  ],
  examples: [
    'throughline snapshot generate --id noise --model noise --seed 7 --from 2010-01-04 --to 2019-12-31',
  ],
}

const SNAPSHOT_DIFF: CommandText = {
  usage: 'diff <snapshot> <other>',
  summary: 'What differs between two snapshots',
  notes: ['Ends with 0 where the contents are the same and with 1 where they differ, as diff does.'],
  examples: ['throughline snapshot diff sp500 sp500-again'],
}

const SNAPSHOT_FETCH: CommandText = {
  usage: 'fetch <vendor>',
  summary: "Fetch a vendor's bars through the cache, check them and seal them as one snapshot",
  options: [
    ['--id <id>', "the snapshot's name", 'required'],
    ['--symbols <names>', "the vendor's symbols, with commas between them", 'required'],
    ['--interval <interval>', 'length of a bar: 1m, 4h, 1d, 1w, 1mo', 'required'],
    ['--from <date>', 'first bar: a date or an instant with its zone', 'required'],
    ['--to <date>', 'last bar: a date (that whole day) or an instant', 'required'],
    ['--offline', 'answer from the cache alone'],
    ['--calendar <name>', 'which bars to expect: nyse, 24/7, fx or none (recognised by the bars)'],
    ['--accept <code>', 'leave out the bars with this error, knowingly; the manifest says so', 'repeat'],
    ['--instruments-table <file>', 'CSV: symbol, currency, asset class, tick, lot, multiplier, calendar'],
    ['--asset-class <class>', "of all instruments (the vendor's)"],
    ['--currency <code>', "of all instruments (the vendor's)"],
    ['--tick-size <step>', 'smallest price step of all instruments (none)'],
    ['--lot-size <units>', 'smallest order step of all instruments (none)'],
    ['--multiplier <money>', 'money per unit per point of price of all instruments (1)'],
  ],
  notes: [
    'Vendors: alpaca, an exchange as ccxt:binance, or a table [vendors.NAME] of throughline.toml.',
    'Keys come from the environment alone: APCA_API_KEY_ID and APCA_API_SECRET_KEY, or BINANCE_APIKEY and BINANCE_SECRET.',
  ],
  examples: [
    'throughline snapshot fetch alpaca --symbols AAPL,MSFT --interval 1d --from 2020-01-01 --to 2023-12-31 --id us-2',
    'throughline snapshot fetch ccxt:binance --symbols BTC/USDT --interval 1h --from 2023-01-01 --to 2023-12-31 --id btc',
  ],
}

const SNAPSHOT_IMPORT: CommandText = {
  usage: 'import <file...>',
  summary: 'Check files of bars and seal them as one snapshot',
  options: [
    ['--id <id>', "the snapshot's name", 'required'],
    ['--symbol <name>', "the instrument of a file that has no column for it (default: the file's name)"],
    ['--instrument-from <what>', 'what names the instrument of such a file: file or folder (file)'],
    ['--column <role=name>', 'which column holds what: time=Date, volume=none; once for each', 'repeat'],
    ['--columns <names>', 'the columns of a file without a header, with commas between them'],
    ['--no-header', 'the first line is a row: its columns are called 1, 2, 3, ...'],
    ['--wide', 'a column an instrument, its cells closes'],
    ['--tz <zone>', 'time zone of times that carry none, as America/New_York (UTC)'],
    ['--dst-repeat <which>', 'what a repeated local time is: first, second or in-order (an error)'],
    ['--date-order <order>', 'for dates like 03/04/2020 that leave it open: mdy or dmy'],
    ['--price-divisor <number>', 'what prices are divided by, as 10000 (1; 10000 in stock files of Lean)'],
    ['--interval <interval>', 'length of a bar: 1m, 4h, 1d, 1w, 1mo (read from the times)'],
    ['--calendar <name>', 'which bars to expect: nyse, 24/7, fx or none (recognised by the bars)'],
    ['--accept <code>', 'leave out the rows with this error, knowingly; the manifest says so', 'repeat'],
    ['--instruments-table <file>', 'CSV: symbol, currency, asset class, tick, lot, multiplier, calendar'],
    [
      '--actions <file>',
      'splits, dividends, ticker changes: CSV, JSON, or files of QuantConnect; a folder for all in it',
      'repeat',
    ],
    [
      '--asset-class <class>',
      'of all instruments: equity, etf, index, future, forex, crypto, bond, option, other',
    ],
    ['--currency <code>', 'of all instruments (USD)'],
    ['--tick-size <step>', 'smallest price step of all instruments (none)'],
    ['--lot-size <units>', 'smallest order step of all instruments (none)'],
    ['--multiplier <money>', 'money per unit per point of price of all instruments (1)'],
    ['--backend <name>', 'what reads Parquet: duckdb, js or polars (duckdb)'],
  ],
  notes: [
    'Files: CSV or JSON, plain or compressed, and Parquet; all of one snapshot have bars of one interval.',
    "Folders and quoted patterns ('data/**') stand for the files in them. Layouts that are recognised are named.",
    'Column roles: time, timeOfDay, instrument, open, high, low, close, volume.',
  ],
  examples: [
    "throughline snapshot import 'data/*.csv' --id us-stocks --tz America/New_York",
    'throughline snapshot import data --instrument-from folder --id years --accept DUPLICATE_IDENTICAL',
    'throughline snapshot import closes.csv --wide --instruments-table instruments.csv --id closes',
    'throughline snapshot import ticks.txt --columns time,open,high,low,close,volume --id raw',
  ],
  hint: async (error) => (await import('./import-hint.ts')).importHint(error),
}
