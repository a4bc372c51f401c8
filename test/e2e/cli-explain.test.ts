/** `runs explain`, `runs replay`. */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  answerOf,
  ensureBuilt,
  type Json,
  newFolder,
  refusalOf,
  sampleProject,
  throughline,
} from './cli-process.ts'
import { storeDivergedRun } from './diverged-run.ts'

let cwd = ''
let runId = ''
beforeAll(async () => {
  await ensureBuilt()
  cwd = await sampleProject()
  await writeFile(
    join(cwd, 'cross.ts'),
    `import { defineStrategy, int, sma } from 'throughline'
import { size } from './size.ts'
export default defineStrategy({
  name: 'cross',
  params: { fast: int({ default: 3, low: 2, high: 9 }) },
  features: ({ fast }) => ({ fast: sma(fast), slow: sma(3 * fast) }),
  decide: (pulse) => {
    for (const bar of pulse.bars) bar.target(bar.fast > bar.slow ? size : 0)
  },
})
`,
  )
  await writeFile(join(cwd, 'size.ts'), 'export const size: number = 12\n')
  const flags = [
    '--snapshot',
    'sample',
    '--cost',
    'spread-bps=5',
    '--cost',
    'fixed-fee=1',
    '--risk',
    'max-weight=0.01',
  ]
  const run = await answerOf(['run', 'cross.ts', ...flags], { cwd })
  runId = String(run['runId'])
  // What follows has the store alone.
  for (const name of ['cross.ts', 'size.ts', 'sample.csv']) await rm(join(cwd, name))
}, 120_000)

describe('runs explain', () => {
  it('leads the last fill back to decision, bar, costs and seals', async () => {
    const answer = await answerOf(['runs', 'explain', runId], { cwd })
    const [order] = answer['orders'] as Json[]
    expect(answer).toMatchObject({
      runId,
      snapshot: { id: 'sample' },
      strategy: { name: 'cross', tier: 1 },
      trade: null,
    })
    expect(order).toMatchObject({
      end: { kind: 'fill' },
      decision: { by: 'strategy' },
      fill: { quoted: 'open' },
    })
    expect(Object.keys(order!['decision'].features as Json)).toEqual(['fast', 'slow'])
    expect((order!['fill'].costs as Json[]).map(({ cost }) => String(cost))).toEqual([
      'spread-bps=5',
      'fixed-fee=1',
    ])
  })

  it('tells it to people within 80 columns', async () => {
    const { code, stdout, stderr } = await throughline(['runs', 'explain', runId, '--trade', '1'], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    for (const part of [
      'Trade 1 of',
      'the strategy wanted 12',
      'MAX_WEIGHT',
      'spread-bps=5',
      'closed',
      'Where this comes from',
    ]) {
      expect(stdout).toContain(part)
    }
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(110)
  })

  it('shows what was seen of an instrument on a date without an order', async () => {
    const at = ['--at', '2020-01-03', '--instrument', 'GEN_002']
    const answer = await answerOf(['runs', 'explain', runId, ...at], { cwd })
    expect(answer).toMatchObject({ orders: [], seen: { position: 0, features: { slow: null } } })
    expect((await throughline(['runs', 'explain', runId, ...at], { cwd })).stdout).toContain('slow not warm')
  })

  it.each([
    ['two choices', ['--fill', '3', '--trade', '1'], 'ONE_CHOICE'],
    ['a date without an instrument', ['--at', '2020-01-03'], 'INSTRUMENT_REQUIRED'],
    ['an event that is no fill', ['--fill', '0'], 'NOT_A_FILL'],
    ['a trade that is none', ['--trade', '100000'], 'NO_SUCH_TRADE'],
    ['a number that is none', ['--trade', 'first'], 'BAD_NUMBER'],
    ['a date without a bar', ['--at', '2020-01-04', '--instrument', 'GEN_002'], 'NO_BAR_THEN'],
    ['an unknown instrument', ['--at', '2020-01-03', '--instrument', 'GEN_02'], 'UNKNOWN_INSTRUMENT'],
  ])('refuses %s', async (_, flags, code) => {
    expect((await refusalOf(['runs', 'explain', runId, ...flags], 2, { cwd })).code).toBe(code)
  })
})

describe('runs replay', () => {
  it('gives the same ledger again, the strategy file being gone', async () => {
    const { ledgerHash } = await answerOf(['runs', 'show', runId], { cwd })
    const answer = await answerOf(['runs', 'replay', runId], { cwd })
    expect(answer).toMatchObject({
      runId,
      ok: true,
      ledgerHash: { stored: ledgerHash, replayed: ledgerHash },
      firstDifference: null,
    })
    const { code, stdout } = await throughline(['runs', 'replay', runId], { cwd })
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining(`${runId} came out the same from the store alone`),
    ])
  })

  it('ends with 3 and names the first event that came out otherwise', async () => {
    const other = await newFolder()
    await storeDivergedRun({ from: join(cwd, '.throughline'), to: join(other, '.throughline'), runId })
    const { code, stdout, stderr } = await throughline(['runs', 'replay', runId], { cwd: other })
    expect([code, stderr]).toEqual([3, ''])
    expect(stdout).toContain('did NOT come out the same')
    expect(stdout).toMatch(
      /The first event that differs is \d+:\n {2}stored .* fee because of \d+ .*"amount":2/,
    )
    const json = await throughline(['runs', 'replay', runId, '--json'], { cwd: other })
    expect(json.code).toBe(3)
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      firstDifference: { stored: { kind: 'fee', amount: 2 }, replayed: { kind: 'fee', amount: 1 } },
    })
    // Its own bytes are as they were written: only running it again tells.
    expect((await throughline(['runs', 'verify', runId], { cwd: other })).code).toBe(0)
    const explained = await refusalOf(['runs', 'explain', runId], 3, { cwd: other })
    expect(explained.code).toBe('EXPLANATION_DIFFERS')
  })

  it('refuses a run that is not there', async () => {
    expect((await refusalOf(['runs', 'replay', 'nothing'], 2, { cwd })).code).toBe('RUN_NOT_FOUND')
  })
})
