/** The commands that take a strategy: `run` and `verify lookahead`. */
import type { Command } from 'commander'
import { type CommandText, declareCommand, declareGroup } from '../shell/declare.ts'

export function declareRun(program: Command): void {
  declareCommand(program, RUN, async (flags, args) => (await import('./run.ts')).run(flags, args))
}

export function declareVerify(program: Command): void {
  const verify = declareGroup(program, 'verify', 'Proofs about strategies: lookahead')
  declareCommand(verify, VERIFY_LOOKAHEAD, async (flags, args) =>
    (await import('./verify-lookahead.ts')).verifyLookahead(flags, args),
  )
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
    [
      '--policy <policy>',
      'where a bar is missing that the calendar expects: carry (default), skip, halt, error',
    ],
    ['--from <date>', 'first day (2015-01-31) or instant (2015-01-31T14:30:00Z) at which a bar may open'],
    ['--to <date>', 'last day, all of that day included, or last instant'],
    ['--instruments <ids>', 'only these, separated by commas'],
    [
      '--adjust <view>',
      'prices: raw (default), splits and dividends being events; split; total-return, dividends too',
    ],
    ['--seed <number>', "seed of the strategy's randomness (0)"],
    [
      '--verify-lookahead',
      'prove first that no later bar is used, and run nothing where one is; stored with the run',
    ],
    ['--run-id <id>', "the run's name; without it, the strategy's name and the run's identity make one"],
    ['--label <text>', 'a remark on the run'],
    ['--tag <tag>', 'a tag on the run; once for each', 'repeat'],
    ['--risk-free <rate>', 'annual risk-free rate, a fraction (0)'],
    ['--periods-per-year <number>', 'periods a year for annualised figures, if not those that the bars show'],
    ['--feature-threads <number>', 'threads that compute features (as many as the machine runs at a time)'],
    ['--feature-disk-mb <size>', 'megabytes of feature columns kept in STORE/features for other runs (0)'],
    [
      '--feature-memory-mb <size>',
      'megabytes of feature columns kept in memory for other runs of the process (0)',
    ],
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
  usage: 'lookahead [strategy-or-run]',
  summary: 'Prove that a strategy or a stored run uses no later bar, or name what does',
  options: (RUN.options ?? []).filter(
    ([flags]) =>
      !/^--(run-id|label|tag|risk-free|periods|report|no-report|verify-lookahead|feature-)/.test(flags),
  ),
  notes: [
    'Every later bar is replaced at every pulse. A stored run is proved as it was run, from the store alone, and the',
    'verdict is kept with it; a strategy file takes the flags above (costs are none unless given). What was proved of the',
    'same strategy, parameters, snapshot and settings is not proved again.',
    'Exit code 0: no later bar is used. Exit code 3: one is, and the answer names what, where and how far ahead.',
  ],
  examples: [
    'throughline verify lookahead strategies/sma-cross.ts --snapshot sp500 --to 2005-12-31',
    'throughline verify lookahead sma-cross-1f0c33ab12',
  ],
}
