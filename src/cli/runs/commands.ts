/** The commands under `runs`, each imported when it is called. */
import type { Command } from 'commander'
import { type CommandText, declareCommand, declareGroup } from '../shell/declare.ts'
import type { CommonFlags } from '../shell/output.ts'
import type { ExplainFlags } from './explain.ts'
import type { ExportFlags } from './export.ts'

export function declareRuns(program: Command): void {
  const runs = declareGroup(
    program,
    'runs',
    'Stored runs: list, show, compare, label, tag, archive, verify, explain, replay, export, source',
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
    (await import('./compare.ts')).compareRuns(flags, args),
  )
  declare(RUNS_LABEL, (module, flags, args) => module.labelRun(flags, args))
  declare(RUNS_TAG, (module, flags, args) => module.tagRun(flags, args))
  declare(RUNS_ARCHIVE, (module, flags, args) => module.archiveRun(flags, args))
  declare(RUNS_VERIFY, (module, flags, args) => module.verifyStoredRun(flags, args))
  declareCommand<ExplainFlags>(runs, RUNS_EXPLAIN, async (flags, args) =>
    (await import('./explain.ts')).explainStoredRun(flags, args),
  )
  declareCommand(runs, RUNS_REPLAY, async (flags, args) =>
    (await import('./replay.ts')).replayStoredRun(flags, args),
  )
  declareCommand<ExportFlags>(runs, RUNS_EXPORT, async (flags, args) =>
    (await import('./export.ts')).exportRun(flags, args),
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
const RUNS_EXPLAIN: CommandText = {
  usage: 'explain <run>',
  summary: 'A fill, back to its order, its decision and the bar behind it',
  options: [
    ['--fill <seq>', 'the fill that is this event of the ledger (the last fill)'],
    ['--trade <number>', 'entry and exit of this trade, counted from 1 as trades are exported'],
    [
      '--at <date>',
      "what became of the instrument's orders on this date, or what was seen where it had none",
    ],
    ['--instrument <id>', 'the instrument for --at'],
  ],
  notes: ['Features and costs are computed again from the store and the sealed bars, and must agree.'],
  examples: [
    'throughline runs explain sma-cross-1f0c33ab12 --trade 3',
    'throughline runs explain sma-cross-1f0c33ab12 --at 2020-03-02 --instrument AAPL',
  ],
}
const RUNS_REPLAY: CommandText = {
  usage: 'replay <run>',
  summary: 'Execute a run again from the store alone and compare the ledgers',
  notes: ['Ends with 0 where the ledger is the same and with 3 where it is not.'],
  examples: ['throughline runs replay sma-cross-1f0c33ab12'],
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
