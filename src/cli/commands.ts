/** Every command of the program, in the order of its help; the texts lie beside what they describe. */
import type { Command } from 'commander'
import { declareCache } from './cache/commands.ts'
import { declareIndicators } from './indicators/commands.ts'
import { packageVersion } from './package-files.ts'
import type { ReportFlags } from './report.ts'
import { declareRun, declareVerify } from './run/commands.ts'
import { declareRuns } from './runs/commands.ts'
import { type CommandText, declareCommand, declareGroup } from './shell/declare.ts'
import { declareSnapshots } from './snapshot/commands.ts'

export function createProgram(): Command {
  const program = declareGroup(
    undefined,
    'throughline',
    'Backtests that can be trusted, on sealed data and an append-only ledger.',
  )
  program.version(packageVersion(), '-V, --version', 'print the version')
  declareCommand(program, DEMO, async (flags) => (await import('./demo/demo.ts')).demo(flags))
  declareCommand(program, INIT, async (flags, args) => (await import('./init.ts')).init(flags, args))
  declareSnapshots(program)
  declareCache(program)
  declareRun(program)
  declareRuns(program)
  declareVerify(program)
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

const REPORT: CommandText = {
  usage: 'report <run>',
  summary: 'Write the report of a stored run',
  options: [
    ['--format <format>', 'html, md or json; without it, what the file is called decides'],
    ['--out <file>', 'where to write it (- for stdout)', 'required'],
  ],
  examples: ['throughline report sma-cross-1f0c33ab12 --format html --out report.html'],
}
