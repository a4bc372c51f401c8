/** The commands under `snapshot`, each imported when it is called. */
import type { Command } from 'commander'
import { type CommandText, declareCommand, declareGroup } from '../shell/declare.ts'
import type { SnapshotExportFlags } from './export.ts'
import type { ImportFlags } from './import.ts'

export function declareSnapshots(program: Command): void {
  const snapshot = declareGroup(
    program,
    'snapshot',
    'Sealed sets of bars: import, list, show, verify, export, diff',
  )
  declareCommand<ImportFlags>(snapshot, SNAPSHOT_IMPORT, async (flags, args) =>
    (await import('./import.ts')).importSnapshot(flags, args),
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
  declareCommand<SnapshotExportFlags>(snapshot, SNAPSHOT_EXPORT, async (flags, args) =>
    (await import('./export.ts')).exportSnapshot(flags, args),
  )
  declareCommand(snapshot, SNAPSHOT_DIFF, async (flags, args) =>
    (await import('./diff.ts')).diffTwo(flags, args),
  )
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
  ],
  notes: ['The bars of an export, imported again with its table of attributes, are the same snapshot.'],
  examples: ['throughline snapshot export sp500 --format parquet --out sp500.parquet'],
}

const SNAPSHOT_DIFF: CommandText = {
  usage: 'diff <snapshot> <other>',
  summary: 'What differs between two snapshots',
  notes: ['Ends with 0 where the contents are the same and with 1 where they differ, as diff does.'],
  examples: ['throughline snapshot diff sp500 sp500-again'],
}

const SNAPSHOT_IMPORT: CommandText = {
  usage: 'import <file...>',
  summary: 'Check files of bars and seal them as one snapshot',
  options: [
    ['--id <id>', "the snapshot's name", 'required'],
    ['--symbol <name>', "the instrument of a file that has no column for it (default: the file's name)"],
    ['--column <role=name>', 'which column holds what: time=Date, volume=none; once for each', 'repeat'],
    ['--tz <zone>', 'time zone of times that carry none, as America/New_York (UTC)'],
    ['--date-order <order>', 'for dates like 03/04/2020 that leave it open: mdy or dmy'],
    ['--interval <interval>', 'length of a bar: 1m, 4h, 1d, 1w, 1mo (read from the times)'],
    [
      '--asset-class <class>',
      'of all instruments: equity, etf, index, future, forex, crypto, bond, option, other',
    ],
    ['--currency <code>', 'of all instruments (USD)'],
    ['--tick-size <step>', 'smallest price step of all instruments (none)'],
    ['--lot-size <units>', 'smallest order step of all instruments (none)'],
    ['--multiplier <money>', 'money per unit per point of price of all instruments (1)'],
  ],
  notes: [
    'Files: CSV or JSON lines, plain or compressed, and Parquet; all of one snapshot have bars of one interval.',
    'Column roles: time, timeOfDay, instrument, open, high, low, close, volume.',
  ],
  examples: ['throughline snapshot import data/*.csv --id us-stocks --tz America/New_York'],
}
