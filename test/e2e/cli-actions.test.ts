/** Corporate actions through the command line: sealed, shown, verified, run on in every view, proved, replayed, exported. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { answerOf, ensureBuilt, newFolder, refusalOf, strategyFile, throughline } from './cli-process.ts'

beforeAll(ensureBuilt)

const DAYS = ['2014-06-04', '2014-06-05', '2014-06-06', '2014-06-09', '2014-06-10', '2014-06-11']
const PRICES = [700, 700, 700, 100, 100, 110]
const BARS = [
  'date,symbol,open,high,low,close,volume',
  ...DAYS.map((day, n) => `${day},AAPL,${PRICES[n]},${PRICES[n]},${PRICES[n]},${PRICES[n]},1000`),
].join('\n')
const ACTIONS =
  'instrument,ex_date,kind,ratio,amount\nAAPL,2014-06-09,split,7:1,\nAAPL,2014-06-11,dividend,,0.5\n'
const COMMON = ['--snapshot', 'acted', '--cost', 'none'] as const

/** A store with the snapshot `acted`, and a strategy that holds ten units of the day. */
async function project(): Promise<string> {
  const cwd = await newFolder()
  await writeFile(join(cwd, 'bars.csv'), BARS)
  await writeFile(join(cwd, 'actions.csv'), ACTIONS)
  const imported = await answerOf(
    ['snapshot', 'import', 'bars.csv', '--id', 'acted', '--actions', 'actions.csv'],
    { cwd },
  )
  expect(imported['actions']).toBe(2)
  await strategyFile(cwd, 'for (const bar of pulse.bars) if (bar.position === 0) bar.target(10)')
  return cwd
}

describe('corporate actions', () => {
  it('are shown by the snapshot that holds them, and verified with it', async () => {
    const cwd = await project()
    const shown = await answerOf(['snapshot', 'show', 'acted'], { cwd })
    expect(shown['actions']).toEqual([
      { kind: 'split', instrument: 'AAPL', exMs: Date.parse('2014-06-09'), ratio: 7, factor: 1 / 7 },
      { kind: 'dividend', instrument: 'AAPL', exMs: Date.parse('2014-06-11'), amount: 0.5, factor: 0.995 },
    ])
    expect(shown['actionSources']).toMatchObject([{ name: 'actions.csv', layout: 'csv', actions: 2 }])
    const { stdout } = await throughline(['snapshot', 'show', 'acted'], { cwd })
    expect(stdout).toContain(
      '1 split, 1 dividend\n    2014-06-11 AAPL dividend 0.5\n    2014-06-09 AAPL split 7:1',
    )
    expect(await answerOf(['snapshot', 'verify', 'acted'], { cwd })).toMatchObject({ ok: true })
    const manifest = join(cwd, '.throughline', 'snapshots', shown['hash'], 'manifest.json')
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"ratio":7', '"ratio":8'))
    expect((await refusalOf(['snapshot', 'verify', 'acted'], 3, { cwd })).code).toBe('SNAPSHOT_CHANGED')
  })

  it('are refused with file and line', async () => {
    const cwd = await newFolder()
    await writeFile(join(cwd, 'bars.csv'), BARS)
    await writeFile(
      join(cwd, 'actions.csv'),
      ACTIONS.replace('7:1', '0').replaceAll('AAPL,2014-06-11', 'APPL,2014-06-11'),
    )
    const refused = await refusalOf(
      ['snapshot', 'import', 'bars.csv', '--id', 'acted', '--actions', 'actions.csv'],
      3,
      { cwd },
    )
    expect(refused.code).toBe('BAD_ACTIONS')
    expect(refused.message).toContain(
      "actions.csv:2: the ratio must be above 0, as 7, 7:1 or 1:10, but it is '0'",
    )
  })

  it('reach a run as events, its figures, its exports, its proof and its replay', async () => {
    const cwd = await project()
    const run = await answerOf(['run', 'strategy.ts', ...COMMON, '--run-id', 'raw'], { cwd })
    expect(run['metrics']).toMatchObject({ finalEquity: 100_000 + 70 * 10 + 35, dividends: 35 })
    expect(run['counts']).toMatchObject({ splits: 1, fills: 1 })
    expect(await answerOf(['runs', 'verify', 'raw'], { cwd })).toMatchObject({ ok: true })
    expect(await answerOf(['runs', 'replay', 'raw'], { cwd })).toMatchObject({ ok: true })
    const proof = await answerOf(['verify', 'lookahead', 'strategy.ts', ...COMMON], { cwd })
    expect(proof).toMatchObject({ ok: true, leaks: [] })
    const ledger = await throughline(
      ['runs', 'export', 'raw', '--what', 'ledger', '--format', 'csv', '--out', '-'],
      { cwd },
    )
    const [head = '', ...rows] = ledger.stdout.trim().split('\n')
    const cells = rows.map((row) =>
      Object.fromEntries(row.split(',').map((cell, n) => [head.split(',')[n], cell])),
    )
    expect(cells.find(({ kind }) => kind === 'split')).toMatchObject({
      time: '2014-06-09',
      quantity: '70',
      ratio: '7',
    })
    expect(cells.find(({ kind }) => kind === 'dividend')).toMatchObject({
      time: '2014-06-11',
      amount: '35',
      perUnit: '0.5',
    })
    const { stdout } = await throughline(['runs', 'show', 'raw'], { cwd })
    expect(stdout).toMatch(/Dividends +35\.00/)
    expect(stdout).toContain('Prices are raw and a split lies in them')
  })

  it('are in the prices of the views, each a run of its own', async () => {
    const cwd = await project()
    const on = (adjust: string) => answerOf(['run', 'strategy.ts', ...COMMON, '--adjust', adjust], { cwd })
    const raw = await on('raw')
    const split = await on('split')
    const total = await on('total-return')
    expect(new Set([raw, split, total].map((run) => run['identity'])).size).toBe(3)
    // Ten adjusted units from 100 to 110, and 0.5 each in cash.
    expect(split['metrics'].finalEquity).toBeCloseTo(100_000 + 100 + 5, 8)
    expect(split['config'].slice).toMatchObject({ adjust: 'split' })
    expect(total['metrics'].finalEquity).toBeCloseTo(100_000 + 10 * (110 - 99.5), 8)
    expect([split['metrics'].dividends, total['metrics'].dividends]).toEqual([5, 0])
    const named = await answerOf(['run', 'strategy.ts', ...COMMON], { cwd })
    expect(named['identity']).toBe(raw['identity'])
  })

  it('are needed where prices are to be adjusted', async () => {
    const cwd = await project()
    await answerOf(['snapshot', 'import', 'bars.csv', '--id', 'plain'], { cwd })
    const args = ['run', 'strategy.ts', '--snapshot', 'plain', '--cost', 'none', '--adjust']
    expect((await refusalOf([...args, 'split'], 2, { cwd })).code).toBe('NO_ACTIONS')
    const unknown = await refusalOf([...args, 'splits'], 2, { cwd })
    expect([unknown.code, unknown.message]).toEqual([
      'BAD_ADJUSTMENT',
      expect.stringContaining("Did you mean 'split'?"),
    ])
  })
})
