/** Every command: its words, flags and example, and the module that does it, imported when it is called. */
import type { Command } from 'commander'
import { type CommandText, declareCommand, declareGroup } from './declare.ts'
import type { ComputeFlags } from './indicators.ts'
import type { CommonFlags } from './output.ts'
import { packageVersion } from './package-files.ts'
import type { ReportFlags } from './report.ts'
import type { ExportFlags } from './runs-export.ts'
import type { ImportFlags } from './snapshot-import.ts'

export function createProgram(): Command {
  const program = declareGroup(
    undefined,
    'throughline',
    'Backtests that can be trusted, on sealed data and an append-only ledger.',
  )
  program.version(packageVersion(), '-V, --version', 'print the version')
  declareCommand(program, DEMO, async (flags) => (await import('./demo.ts')).demo(flags))
  declareCommand(program, INIT, async (flags, args) => (await import('./init.ts')).init(flags, args))
  declareSnapshots(program)
  declareCommand(program, RUN, async (flags, args) => (await import('./run.ts')).run(flags, args))
  declareRuns(program)
  const verify = declareGroup(program, 'verify', 'Proofs about strategies: lookahead')
  declareCommand(verify, VERIFY_LOOKAHEAD, async (flags, args) =>
    (await import('./verify-lookahead.ts')).verifyLookahead(flags, args),
  )
  declareCommand<ReportFlags>(program, REPORT, async (flags, args) =>
    (await import('./report.ts')).report(flags, args),
  )
  declareIndicators(program)
  return program
}

const DEMO: CommandText = {
  usage: 'demo',
  summary: 'The main job on real data: import, run two strategies, compare, report',
  examples: ['throughline demo'],
}

const INIT: CommandText = {
  usage: 'init <dir>',
  summary: 'A new project: settings, a strategy, sample data',
  examples: ['throughline init my-strategies'],
}

const RUN: CommandText = {
  usage: 'run [strategy]',
  summary: 'Run a strategy over a sealed snapshot and store the evidence',
  options: [
    ['--snapshot <id>', 'the snapshot: its id, its hash or the first digits of it'],
    ['--set <name=value>', 'a parameter of the strategy, if not its default; once for each', 'repeat'],
    ['--cash <amount>', 'opening cash (100000)'],
    [
      '--cost <cost>',
      'required: none, or KIND=VALUE in the order in which they apply; once for each',
      'repeat',
    ],
    [
      '--risk <rule>',
      'a rule between targets and orders: long-only, max-weight=0.1; once for each',
      'repeat',
    ],
    ['--credit <how>', 'cash: orders that cash cannot carry are denied (default); unlimited'],
    ['--fill <rule>', 'when a decision fills: next-open (default), next-close, same-close (optimistic)'],
    ['--close-at-end', "close what is open at the last bar's close"],
    ['--from <date>', 'first day (2015-01-31) or instant (2015-01-31T14:30:00Z) at which a bar may open'],
    ['--to <date>', 'last day, all of that day included, or last instant'],
    ['--instruments <ids>', 'only these, separated by commas'],
    ['--seed <number>', "seed of the strategy's randomness (0)"],
    ['--run-id <id>', "the run's name; without it, the strategy's name and the run's identity make one"],
    ['--label <text>', 'a remark on the run'],
    ['--tag <tag>', 'a tag on the run; once for each', 'repeat'],
    ['--risk-free <rate>', 'annual risk-free rate, a fraction (0)'],
    ['--periods-per-year <number>', 'periods a year for annualised figures, if not those that the bars show'],
    ['--run-file <file>', 'a TOML file with these flags as keys; flags given here count more'],
    ['--report <file>', 'write the HTML report here'],
    ['--no-report', 'write no report (default: STORE/reports/RUN.html, and none with --json)'],
  ],
  notes: [
    'Costs: spread-bps, slippage-bps, slippage-ticks, slippage-pips, volume-share (prices), then fixed-fee,',
    'unit-fee, notional-bps, minimum-fee (fees). Settings also come from [run] in throughline.toml.',
  ],
  examples: [
    'throughline run strategies/sma-cross.ts --snapshot sp500 --set fast=10 --set slow=50 \\',
    '    --cost spread-bps=2 --cost fixed-fee=1',
  ],
}

const VERIFY_LOOKAHEAD: CommandText = {
  usage: 'lookahead [strategy]',
  summary: 'Prove that a strategy uses no later bar, or name what does',
  options: (RUN.options ?? []).filter(
    ([flags]) => !/^--(run-id|label|tag|risk-free|periods|report|no-report)/.test(flags),
  ),
  notes: [
    'Every later bar is replaced at every pulse; costs are none unless they are given.',
    'Exit code 0: no later bar is used. Exit code 3: one is, and the answer names what, where and how far ahead.',
  ],
  examples: ['throughline verify lookahead strategies/sma-cross.ts --snapshot sp500 --to 2005-12-31'],
}

const REPORT: CommandText = {
  usage: 'report <run>',
  summary: 'Write the report of a stored run',
  options: [
    ['--format <format>', 'html, md or json; without it, what the file is called decides'],
    ['--out <file>', 'where to write it (- for stdout)', 'required'],
  ],
  examples: ['throughline report sma-cross-1f0c33ab12 --format html --out report.html'],
}

function declareSnapshots(program: Command): void {
  const snapshot = declareGroup(program, 'snapshot', 'Sealed sets of bars: import, list, show, verify')
  declareCommand<ImportFlags>(snapshot, SNAPSHOT_IMPORT, async (flags, args) =>
    (await import('./snapshot-import.ts')).importSnapshot(flags, args),
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

function declareRuns(program: Command): void {
  const runs = declareGroup(
    program,
    'runs',
    'Stored runs: list, show, compare, label, tag, archive, verify, export, source',
  )
  const declare = <F extends CommonFlags>(
    text: CommandText,
    action: (module: typeof import('./runs.ts'), flags: F, args: readonly string[]) => Promise<void>,
  ): void => {
    declareCommand<F>(runs, text, async (flags, args) => action(await import('./runs.ts'), flags, args))
  }
  declare(RUNS_LIST, (module, flags) => module.listRuns(flags))
  declare(RUNS_SHOW, (module, flags, args) => module.showRun(flags, args))
  declareCommand(runs, RUNS_COMPARE, async (flags, args) =>
    (await import('./runs-compare.ts')).compareRuns(flags, args),
  )
  declare(RUNS_LABEL, (module, flags, args) => module.labelRun(flags, args))
  declare(RUNS_TAG, (module, flags, args) => module.tagRun(flags, args))
  declare(RUNS_ARCHIVE, (module, flags, args) => module.archiveRun(flags, args))
  declare(RUNS_VERIFY, (module, flags, args) => module.verifyStoredRun(flags, args))
  declareCommand<ExportFlags>(runs, RUNS_EXPORT, async (flags, args) =>
    (await import('./runs-export.ts')).exportRun(flags, args),
  )
  declare(RUNS_SOURCE, (module, flags, args) => module.showSource(flags, args))
}

const RUNS_LIST: CommandText = {
  usage: 'list',
  summary: 'Stored runs, newest first',
  options: [
    ['--strategy <name>', 'only runs of this strategy (name or full hash)'],
    ['--snapshot <id>', 'only runs over this snapshot (id or full hash)'],
    ['--tag <tag>', 'only runs with this tag'],
    ['--archived', 'archived runs instead of the others'],
    ['--limit <number>', 'at most so many'],
  ],
  examples: ['throughline runs list --strategy sma-cross --limit 10'],
}
const RUNS_SHOW: CommandText = {
  usage: 'show <run>',
  summary: 'The figures and the provenance of a run',
  examples: ['throughline runs show sma-cross-1f0c33ab12'],
}
const RUNS_COMPARE: CommandText = {
  usage: 'compare <run> <other...>',
  summary: 'Runs side by side; the first is the base',
  examples: ['throughline runs compare sma-cross-1f0c33ab12 momentum-90aa41c07e'],
}
const RUNS_LABEL: CommandText = {
  usage: 'label <run> [text]',
  summary: 'Put a label on a run, or remove it',
  options: [['--remove', 'remove the label']],
  examples: ['throughline runs label sma-cross-1f0c33ab12 "before the cost change"'],
}
const RUNS_TAG: CommandText = {
  usage: 'tag <run> <tag...>',
  summary: 'Put tags on a run, or remove them',
  options: [['--remove', 'remove the tags']],
  examples: ['throughline runs tag sma-cross-1f0c33ab12 candidate 2026-q1'],
}
const RUNS_ARCHIVE: CommandText = {
  usage: 'archive <run>',
  summary: 'Take a run out of the lists; it stays stored',
  options: [['--undo', 'put it back']],
  examples: ['throughline runs archive sma-cross-1f0c33ab12'],
}
const RUNS_VERIFY: CommandText = {
  usage: 'verify <run>',
  summary: "Check every byte of a run's ledger, its identity and its figures",
  examples: ['throughline runs verify sma-cross-1f0c33ab12'],
}
const RUNS_EXPORT: CommandText = {
  usage: 'export <run>',
  summary: "A run's ledger, fills, trades, equity or returns as a file",
  options: [
    ['--what <what>', 'ledger, fills, trades, equity or returns', 'required'],
    ['--format <format>', 'csv, json (an array, one object a line), parquet or arrow (IPC file)', 'required'],
    ['--out <file>', 'where to write it (- for stdout)', 'required'],
  ],
  examples: ['throughline runs export sma-cross-1f0c33ab12 --what trades --format csv --out trades.csv'],
}
const RUNS_SOURCE: CommandText = {
  usage: 'source <run>',
  summary: 'The strategy text that a run executed, as it is stored',
  examples: ['throughline runs source sma-cross-1f0c33ab12 > strategy.js'],
}

function declareIndicators(program: Command): void {
  const indicators = declareGroup(program, 'indicators', 'Indicators: list them, compute one over a snapshot')
  declareCommand(
    indicators,
    {
      usage: 'list',
      summary: 'Every indicator with its parameters, inputs and outputs',
      examples: ['throughline indicators list'],
    },
    async (flags) => (await import('./indicators.ts')).listIndicators(flags),
  )
  declareCommand<ComputeFlags>(
    indicators,
    {
      usage: 'compute <name>',
      summary: "An indicator's values over one instrument's bars",
      options: [
        ['--snapshot <id>', 'the snapshot: its id, its hash or the first digits of it', 'required'],
        ['--instrument <id>', 'the instrument', 'required'],
        ['--set <name=value>', 'a parameter, if not its default; once for each', 'repeat'],
        ['--from <date>', 'first day or instant at which a bar may open'],
        ['--to <date>', 'last day, all of that day included, or last instant'],
      ],
      examples: ['throughline indicators compute rsi --snapshot sp500 --instrument SP500 --set period=14'],
    },
    async (flags, args) => (await import('./indicators.ts')).computeIndicator(flags, args),
  )
}
