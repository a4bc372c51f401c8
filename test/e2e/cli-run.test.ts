/** `run`: what it answers, what makes a run the same run, what it refuses and leaves undone. */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  answerOf,
  EXAMPLES,
  ensureBuilt,
  newFolder,
  refusalOf,
  sampleCsv,
  sampleProject,
  strategyFile,
  throughline,
} from './cli-process.ts'

beforeAll(ensureBuilt)

const SMA = join(EXAMPLES, 'sma-cross.ts')
const RUN = [
  'run',
  SMA,
  '--snapshot',
  'sample',
  '--set',
  'fast=5',
  '--set',
  'slow=20',
  '--cost',
  'spread-bps=5',
  '--cost',
  'fixed-fee=1',
]

const FIELDS = {
  counts: ['instruments', 'pulses', 'bars', 'decisions', 'orders', 'fills', 'trades'],
  metrics:
    `finalEquity finalCash totalReturn annualReturn volatility sharpe sortino calmar maxDrawdown exposure turnover
    winRate profitFactor expectancy averageTrade fees`.split(/\s+/),
  timing: ['readMs', 'featuresMs', 'loopMs', 'ledgerMs', 'storeMs', 'totalMs'],
}

describe('run', () => {
  it('answers with every field that scripts rely on', async () => {
    const cwd = await sampleProject()
    const answer = await answerOf([...RUN, '--label', 'first', '--tag', 'b', '--tag', 'a'], { cwd })
    expect(answer).toMatchObject({
      snapshot: { id: 'sample' },
      strategy: { name: 'sma-cross', tier: 1 },
      params: { fast: 5, slow: 20, weight: 0.95 },
      label: 'first',
      tags: ['a', 'b'],
      outcome: 'saved',
      report: null,
    })
    for (const name of ['identity', 'ledgerHash']) expect(answer[name]).toMatch(/^[0-9a-f]{64}$/)
    for (const [group, names] of Object.entries(FIELDS)) {
      expect(Object.keys(answer[group])).toEqual(expect.arrayContaining(names))
    }
    expect(answer['counts']).toMatchObject({ instruments: 3, pulses: 120, bars: 360 })
    expect(answer['counts'].trades).toBeGreaterThan(0)
    expect(existsSync(join(cwd, '.throughline', 'reports'))).toBe(false)
    const shown = await answerOf(['runs', 'show', answer['runId']], { cwd })
    const { outcome, report, timing, features, ...stored } = answer
    expect([outcome, report, timing.totalMs > 0, features.nodes]).toEqual(['saved', null, true, 2])
    expect(shown).toEqual({ ...stored, timing: shown['timing'] })
  })

  it('prints a summary, writes the report and says where it is', async () => {
    const cwd = await sampleProject()
    const { code, stdout, stderr } = await throughline(RUN, { cwd })
    expect([code, stderr]).toEqual([0, ''])
    for (const text of [
      'sma-cross',
      '▁',
      'Sharpe',
      'Max drawdown',
      'Fees',
      'Stored and verified',
      'Time  load',
    ]) {
      expect(stdout).toContain(text)
    }
    const [, report = ''] = /Report {2}(\S+)/.exec(stdout) ?? []
    expect(await readFile(join(cwd, report), 'utf8')).toMatch(/^<!doctype html>/i)
    expect((await throughline(RUN, { cwd })).stdout).toContain(
      'Already stored: the same identity was run before.',
    )
    const quiet = await throughline([...RUN, '--seed', '1', '--no-report'], { cwd })
    expect(quiet.stdout).not.toContain('Report  ')
  })

  it('writes the report where --report says, with --json too', async () => {
    const cwd = await sampleProject()
    const answer = await answerOf([...RUN, '--report', 'out/sheet.html'], { cwd })
    expect(answer['report']).toBe('out/sheet.html')
    expect(existsSync(join(cwd, 'out', 'sheet.html'))).toBe(true)
  })

  it('gives one ledger in every process, store and order of import', async () => {
    const cwd = await sampleProject()
    const other = await newFolder()
    await writeFile(join(other, 'sample.csv'), sampleCsv({ isReversed: true }))
    await answerOf(['snapshot', 'import', 'sample.csv', '--id', 'sample'], { cwd: other })
    const [first, second] = await Promise.all([answerOf(RUN, { cwd }), answerOf(RUN, { cwd: other })])
    expect(second['ledgerHash']).toBe(first['ledgerHash'])
    expect(second['identity']).toBe(first['identity'])
    expect(second['runId']).toBe(first['runId'])
    expect(second['metrics']).toEqual(first['metrics'])
    const again = await answerOf(RUN, { cwd })
    expect(again).toMatchObject({ outcome: 'existing', ledgerHash: first['ledgerHash'] })
    const copy = await answerOf([...RUN, '--run-id', 'copy'], { cwd })
    expect(copy).toMatchObject({ runId: 'copy', outcome: 'saved', ledgerHash: first['ledgerHash'] })
  })

  it('sees only the days and instruments asked for, the last day included', async () => {
    const cwd = await sampleProject()
    const args = [...RUN, '--from', '2020-02-03', '--to', '2020-03-31', '--instruments', 'GEN_003,GEN_001']
    const { counts, config } = await answerOf(args, { cwd })
    expect(counts).toMatchObject({ instruments: 2, pulses: 42, bars: 84 })
    expect(config.slice).toEqual({
      fromMs: Date.UTC(2020, 1, 3),
      toMs: Date.UTC(2020, 3, 1),
      instruments: ['GEN_001', 'GEN_003'],
    })
    const short = await throughline([...RUN, '--from', '2020-03-31', '--to', '2020-03-31', '--json'], { cwd })
    expect(JSON.parse(short.stderr)).toMatchObject({
      error: { code: 'FEATURE_NEVER_WARM', details: { feature: 'slow', needs: 20, longest: 1 } },
    })
    expect(short.code).toBe(2)
  })

  it('takes every flag into the identity or the record', async () => {
    const cwd = await sampleProject()
    const strategy = await strategyFile(cwd)
    const flags = ['--cash', '5000', '--cost', 'none', '--risk', 'long-only', '--risk', 'max-weight=0.2']
    const more = ['--credit', 'unlimited', '--fill', 'same-close', '--close-at-end', '--seed', '7']
    const context = ['--risk-free', '0.02', '--periods-per-year', '250']
    const answer = await answerOf(['run', strategy, '--snapshot', 'sample', ...flags, ...more, ...context], {
      cwd,
    })
    expect(answer['config']).toMatchObject({
      openingCash: 5000,
      costs: [],
      risk: [{ kind: 'long-only' }, { kind: 'max-weight', weight: 0.2 }],
      credit: 'unlimited',
      fillRule: 'same-close',
      closeAtEnd: true,
      seed: 7,
    })
    expect(answer['metricContext']).toMatchObject({ riskFreeRate: 0.02, periodsPerYear: 250 })
    const { stdout } = await throughline(['runs', 'show', answer['runId']], { cwd })
    expect(stdout).toContain('optimistic')
  })

  it('says how many orders were denied and why', async () => {
    const cwd = await sampleProject()
    const strategy = await strategyFile(cwd, 'for (const bar of pulse.bars) bar.target(1e6)')
    const { stdout } = await throughline(['run', strategy, '--snapshot', 'sample', '--cost', 'none'], { cwd })
    expect(stdout).toMatch(/Not filled {2}\d+ denied INSUFFICIENT_CASH/)
  })
})

describe('run refuses', () => {
  it.each([
    [['--cost', 'none', '--set', 'fast=4000'], 'BAD_PARAM', 'from 2 to 100'],
    [['--cost', 'none', '--set', 'fsat=4'], 'UNKNOWN_PARAM', "'fast'"],
    [['--cost', 'none', '--set', 'fast'], 'BAD_SETTING', 'name=value'],
    [[], 'COST_REQUIRED', '--cost none'],
    [['--cost', 'none', '--cost', 'spread-bps=1'], 'BAD_COST', 'both'],
    [['--cost', 'spraed-bps=1'], 'BAD_COST', "'spread-bps'"],
    [['--cost', 'none', '--risk', 'longonly'], 'BAD_RISK', "'long-only'"],
    [['--cost', 'none', '--fill', 'next-opn'], 'BAD_FILL_RULE', "'next-open'"],
    [['--cost', 'none', '--credit', 'unlimted'], 'BAD_CREDIT', "'unlimited'"],
    [['--cost', 'none', '--cash', 'lots'], 'BAD_SETTING', 'a number'],
    [['--cost', 'none', '--cash', '-5'], 'BAD_CASH', 'above 0'],
    [['--cost', 'none', '--seed', '1.5'], 'BAD_SEED', 'whole number'],
    [['--cost', 'none', '--from', '01/02/2020'], 'BAD_DATE', '2020-04-17'],
    [['--cost', 'none', '--from', '2021-01-01', '--to', '2020-01-01'], 'EMPTY_RANGE', 'begin before'],
    [['--cost', 'none', '--from', '2031-01-01'], 'NO_BARS_IN_RANGE', '2020-01-01'],
    [['--cost', 'none', '--instruments', 'GEN_01'], 'UNKNOWN_INSTRUMENT', "'GEN_001'"],
    [['--cost', 'none', '--periods-per-year', '0'], 'BAD_PERIODS_PER_YEAR', 'above 0'],
    [['--cost', 'none', '--run-id', 'a b'], 'BAD_RUN_ID', 'letters, digits'],
  ])('%j', async (flags, code, said) => {
    const cwd = await shared()
    const refusal = await refusalOf(['run', SMA, '--snapshot', 'sample', ...flags], 2, { cwd })
    expect(refusal).toMatchObject({ class: 'UsageError', code })
    expect(refusal.message).toContain(said)
    expect((await answerOf(['runs', 'list'], { cwd }))['runs']).toEqual([])
  })

  it('a strategy that throws, with run, pulse, instrument and its own line', async () => {
    const cwd = await sampleProject()
    const decide =
      "for (const bar of pulse.bars) {\n      if (bar.symbol === 'GEN_002' && bar.close > 0) throw new Error('no luck')\n    }"
    const strategy = await strategyFile(cwd, decide)
    const args = ['run', strategy, '--snapshot', 'sample', '--cost', 'none', '--run-id', 'mine']
    const refusal = await refusalOf(args, 2, { cwd })
    expect(refusal).toMatchObject({ class: 'UsageError', code: 'STRATEGY_THREW' })
    expect(refusal.details).toMatchObject({ runId: 'mine', line: 7, file: 'strategy.ts' })
    for (const text of ['mine', '2020-01-02', 'strategy.ts:7', 'no luck', "throw new Error('no luck')"]) {
      expect(refusal.message).toContain(text)
    }
    expect((await answerOf(['runs', 'list'], { cwd }))['runs']).toEqual([])
  })

  it('a target that is not finite, with its instrument and line', async () => {
    const cwd = await sampleProject()
    const strategy = await strategyFile(cwd, 'for (const bar of pulse.bars) bar.target(0 / 0)')
    const refusal = await refusalOf(['run', strategy, '--snapshot', 'sample', '--cost', 'none'], 2, { cwd })
    expect(refusal).toMatchObject({ class: 'UsageError', code: 'BAD_TARGET' })
    expect(refusal.details).toMatchObject({ instrument: 'GEN_001', line: 6 })
    expect(refusal.message).toContain('strategy.ts:6')
  })

  it('a run id that stands for another identity', async () => {
    const cwd = await sampleProject()
    const first = await answerOf([...RUN, '--run-id', 'mine'], { cwd })
    const refusal = await refusalOf([...RUN, '--run-id', 'mine', '--cash', '5'], 2, { cwd })
    expect(refusal).toMatchObject({ class: 'UsageError', code: 'RUN_ID_TAKEN' })
    const { runs } = await answerOf(['runs', 'list'], { cwd })
    expect(runs).toHaveLength(1)
    expect(runs[0].identity).toBe(first['identity'])
  })

  it('strategies that read the clock, with file and line', async () => {
    const cwd = await sampleProject()
    const strategy = await strategyFile(cwd, 'if (Date.now() > 0) pulse.flatten()')
    const refusal = await refusalOf(['run', strategy, '--snapshot', 'sample', '--cost', 'none'], 2, { cwd })
    expect(refusal.code).toBe('STRATEGY_NOT_REPRODUCIBLE')
    expect(refusal.message).toContain('strategy.ts:6')
  })

  it('files that are no strategy', async () => {
    const cwd = await shared()
    await writeFile(join(cwd, 'broken.ts'), 'export default {')
    const common = ['--snapshot', 'sample', '--cost', 'none']
    expect((await refusalOf(['run', 'broken.ts', ...common], 2, { cwd })).code).toBe(
      'STRATEGY_DOES_NOT_BUILD',
    )
    expect((await refusalOf(['run', 'none.ts', ...common], 2, { cwd })).code).toBe('STRATEGY_NOT_FOUND')
    expect((await refusalOf(['run', ...common], 2, { cwd })).code).toBe('STRATEGY_REQUIRED')
    expect((await refusalOf(['run', SMA, '--cost', 'none'], 2, { cwd })).code).toBe('SNAPSHOT_REQUIRED')
  })
})

let project: Promise<string> | undefined
/** One store for calls that are refused: they leave nothing in it. */
function shared(): Promise<string> {
  project ??= sampleProject()
  return project
}
