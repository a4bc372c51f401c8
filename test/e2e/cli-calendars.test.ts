/** Calendars on the command line: `snapshot import --calendar`, `snapshot derive`, `run --policy`. */
import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  answerOf,
  ensureBuilt,
  type Json,
  newFolder,
  refusalOf,
  sampleProject,
  strategyFile,
  throughline,
} from './cli-process.ts'

beforeAll(ensureBuilt)

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const GAP = join(DATA, 'bad', 'synthetic_gap_10_sessions.csv')
const DAY = 86_400_000

/** Three weeks of weekdays from 2020-03-02 on as CSV; B lacks the 11th, and ends a week early. */
function raggedCsv(): string {
  const rows = ['A', 'B'].flatMap((symbol) =>
    Array.from({ length: 21 }, (_, day) => Date.parse('2020-03-02') + day * DAY)
      .filter((timeMs) => new Date(timeMs).getUTCDay() % 6 !== 0)
      .map((timeMs) => new Date(timeMs).toISOString().slice(0, 10))
      .filter((date) => symbol === 'A' || (date !== '2020-03-11' && date < '2020-03-16'))
      .map((date, n) => [symbol, date, 10 + n, 12 + n, 9 + n, 11 + n, 100].join(',')),
  )
  return `symbol,date,open,high,low,close,volume\n${rows.join('\n')}\n`
}

async function raggedProject(): Promise<{ cwd: string; strategy: string; imported: Json }> {
  const cwd = await newFolder()
  await writeFile(join(cwd, 'ragged.csv'), raggedCsv())
  const args = ['snapshot', 'import', 'ragged.csv', '--id', 'ragged', '--calendar', 'nyse']
  return { cwd, strategy: await strategyFile(cwd), imported: await answerOf(args, { cwd }) }
}

describe('snapshot import --calendar', () => {
  it('seals the market with the instruments, which makes another snapshot of the same bars', async () => {
    const { cwd, imported } = await raggedProject()
    const plain = await answerOf(['snapshot', 'import', 'ragged.csv', '--id', 'plain'], { cwd })
    expect(plain['hash']).not.toBe(imported['hash'])
    const { instrumentList } = await answerOf(['snapshot', 'show', 'ragged'], { cwd })
    expect((instrumentList as Json[]).map(({ calendar }) => calendar as string)).toEqual(['nyse', 'nyse'])
    const error = await refusalOf(
      ['snapshot', 'import', 'ragged.csv', '--id', 'x', '--calendar', 'nise'],
      2,
      { cwd },
    )
    expect(error.message).toContain("Did you mean 'nyse'?")
  })
})

describe('snapshot derive', () => {
  it('seals a snapshot that names its parent, once and again, and shows how it was made', async () => {
    const { cwd, imported } = await raggedProject()
    const args = ['snapshot', 'derive', 'ragged', '--id', 'weeks', '--interval', '1w']
    const derived = await answerOf(args, { cwd })
    expect(derived).toMatchObject({
      id: 'weeks',
      interval: '1w',
      instruments: 2,
      bars: 5,
      from: '2020-03-02',
      outcome: 'saved',
      lineage: { parent: imported['hash'], operations: [{ kind: 'resample', from: '1d', to: '1w' }] },
    })
    expect(await answerOf(args, { cwd })).toEqual({ ...derived, outcome: 'existing' })
    const shown = await throughline(['snapshot', 'show', 'weeks'], { cwd })
    expect(shown.stdout).toContain(`parent  ${imported['hash'] as string}`)
    expect(shown.stdout).toContain('derived in bars of 1w from bars of 1d')
    expect(await answerOf(['snapshot', 'verify', 'weeks'], { cwd })).toMatchObject({ ok: true })
    const part = [
      'snapshot',
      'derive',
      'ragged',
      '--id',
      'part',
      '--instruments',
      'A',
      '--from',
      '2020-03-09',
    ]
    expect(await answerOf([...part, '--to', '2020-03-13'], { cwd })).toMatchObject({
      instruments: 1,
      bars: 5,
      lineage: { operations: [{ kind: 'select' }, { kind: 'cut' }] },
    })
  })

  it('refuses with a code, and leaves nothing', async () => {
    const cwd = await sampleProject()
    const before = await readdir(join(cwd, '.throughline', 'snapshots'))
    const cases: [string[], string][] = [
      [['--interval', '1h'], 'INTERVAL_TOO_FINE'],
      [['--interval', '1w', '--instruments', 'NOPE'], 'UNKNOWN_INSTRUMENT'],
      [['--from', '2031-01-01'], 'NO_BARS_IN_RANGE'],
      [['--adjust', 'split'], 'NO_ACTIONS'],
      [[], 'NOTHING_TO_DERIVE'],
    ]
    for (const [flags, code] of cases) {
      const error = await refusalOf(['snapshot', 'derive', 'sample', '--id', 'x', ...flags], 2, { cwd })
      expect(error.code).toBe(code)
    }
    expect(await readdir(join(cwd, '.throughline', 'snapshots'))).toEqual(before)
  })
})

describe('run --policy', () => {
  const runArgs = (strategy: string, snapshot: string, policy?: string): string[] => [
    'run',
    strategy,
    '--snapshot',
    snapshot,
    '--cost',
    'none',
    ...(policy === undefined ? [] : ['--policy', policy]),
  ]

  it('is carry unless it is said, and another run where it is not carry', async () => {
    const { cwd, strategy } = await raggedProject()
    const plain = await answerOf(runArgs(strategy, 'ragged'), { cwd })
    const carried = await answerOf(runArgs(strategy, 'ragged', 'carry'), { cwd })
    expect([carried['identity'], carried['outcome']]).toEqual([plain['identity'], 'existing'])
    expect((plain['config'] as Json)['missingBars']).toBeUndefined()
    const skipped = await answerOf(runArgs(strategy, 'ragged', 'skip'), { cwd })
    expect(skipped['identity']).not.toBe(plain['identity'])
    expect(skipped['config']).toMatchObject({
      missingBars: { policy: 'skip', calendars: { A: 'nyse', B: 'nyse' } },
    })
    expect(skipped['counts']).toMatchObject({ pulses: 15, bars: 24 })
    expect(await answerOf(['runs', 'verify', skipped['runId'] as string], { cwd })).toMatchObject({
      ok: true,
    })
    expect(await answerOf(['runs', 'replay', skipped['runId'] as string], { cwd })).toMatchObject({
      ok: true,
    })
  })

  it('halts at the pulse at which a bar is missing, and records it', async () => {
    const { cwd, strategy } = await raggedProject()
    const halted = await answerOf(runArgs(strategy, 'ragged', 'halt'), { cwd })
    // The 11th is the eighth session; B is without it.
    expect(halted['counts']).toMatchObject({ pulses: 8, bars: 15, halted: 1 })
    const { code } = await throughline(
      [
        'runs',
        'export',
        halted['runId'] as string,
        '--what',
        'ledger',
        '--format',
        'json',
        '--out',
        'l.json',
      ],
      { cwd },
    )
    expect(code).toBe(0)
    const shown = await throughline(['runs', 'show', halted['runId'] as string], { cwd })
    expect(shown.stdout).toContain('Halted  at 2020-03-12: B has no bar of 2020-03-11')
    expect(await answerOf(['runs', 'verify', halted['runId'] as string], { cwd })).toMatchObject({ ok: true })
    expect(await answerOf(['runs', 'replay', halted['runId'] as string], { cwd })).toMatchObject({ ok: true })
  })

  it('refuses under error, and where no calendar is known', async () => {
    const { cwd, strategy } = await raggedProject()
    const error = await refusalOf(runArgs(strategy, 'ragged', 'error'), 3, { cwd })
    expect([error.code, error.message]).toEqual([
      'MISSING_BARS',
      expect.stringContaining('but 1 is: B 2020-03-11'),
    ])
    expect((await answerOf(['runs', 'list'], { cwd }))['runs']).toEqual([])
    await answerOf(['snapshot', 'import', 'ragged.csv', '--id', 'unknown', '--calendar', 'none'], { cwd })
    expect((await refusalOf(runArgs(strategy, 'unknown', 'skip'), 2, { cwd })).code).toBe('CALENDAR_UNKNOWN')
    expect((await refusalOf(runArgs(strategy, 'ragged', 'hold'), 2, { cwd })).code).toBe('BAD_MISSING_POLICY')
  })

  // Third-party prices, which the project may read but not ship.
  it.runIf(existsSync(GAP))('meets ten missing sessions as it is told', async () => {
    const cwd = await newFolder()
    const strategy = await strategyFile(cwd)
    await answerOf(['snapshot', 'import', GAP, '--id', 'gap', '--symbol', 'GOOG'], { cwd })
    const carried = await answerOf(runArgs(strategy, 'gap'), { cwd })
    const skipped = await answerOf(runArgs(strategy, 'gap', 'skip'), { cwd })
    // The only instrument: where it has no bar there is no pulse to skip.
    expect(skipped['metrics']).toEqual(carried['metrics'])
    const halted = await answerOf(runArgs(strategy, 'gap', 'halt'), { cwd })
    expect(halted['counts']).toMatchObject({ pulses: 120, halted: 1 })
    const { message, details } = await refusalOf(runArgs(strategy, 'gap', 'error'), 3, { cwd })
    expect(message).toContain('but 10 are: GOOG 2005-02-09, GOOG 2005-02-10')
    expect(details['count']).toBe(10)
  })
})
