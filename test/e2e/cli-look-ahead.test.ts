/** Look-ahead verdicts of runs: proved before a run, proved of a stored one, kept with it, shown wherever it is shown. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { LOOK_AHEAD_VERSION } from '../../src/validation/index.ts'
import { answerOf, EXAMPLES, ensureBuilt, refusalOf, sampleProject, throughline } from './cli-process.ts'

let cwd: string
const RUN = ['run', join(EXAMPLES, 'sma-cross.ts'), '--snapshot', 'sample', '--set', 'slow=30']
const COSTS = ['--cost', 'spread-bps=5']

beforeAll(async () => {
  await ensureBuilt()
  cwd = await sampleProject({ days: 90 })
  await writeFile(join(cwd, 'leaky.ts'), LEAKY)
})

const LEAKY = `import { columnFeature, defineStrategy, price, sma } from 'throughline'
const ahead = columnFeature({
  name: 'ahead',
  inputs: [price.close],
  lookback: 0,
  compute: ([close]) => Array.from(close, (value, n) => close[n + 2] ?? value),
})
export default defineStrategy({
  name: 'leaky',
  features: () => ({ mean: sma(5), ahead }),
  decide(pulse) {
    for (const bar of pulse.bars) bar.target(bar.ahead > bar.close ? 1 : 0)
  },
})
`

const text = async (args: readonly string[]): Promise<string> => (await throughline(args, { cwd })).stdout

describe('run --verify-lookahead', () => {
  it('proves before it runs, stores the verdict with the run, and says what was covered', async () => {
    const run = await answerOf([...RUN, ...COSTS, '--verify-lookahead'], { cwd })
    expect(run['lookAhead']).toMatchObject({
      ok: true,
      pulses: 90,
      cuts: 450,
      leaks: [],
      features: ['fast', 'slow'],
      checked: { kernels: 2, columns: 0, across: 0 },
      strategyHash: run['strategy'].hash,
      snapshotHash: run['snapshot'].hash,
      version: LOOK_AHEAD_VERSION,
    })
    expect(run['timing'].proofMs).toBeGreaterThan(0)
    const shown = await answerOf(['runs', 'show', run['runId']], { cwd })
    expect(shown['lookAhead']).toEqual(run['lookAhead'])
    expect(await text(['runs', 'show', run['runId']])).toContain(
      'look-ahead proved: no later bar is used (90 pulses, 450 cuts, 2 features)',
    )
    const report = (format: string) => text(['report', run['runId'], '--format', format, '--out', '-'])
    for (const format of ['html', 'md'])
      expect(await report(format)).toContain('proved: no later bar is used')
    expect(JSON.parse(await report('json')).run.lookAhead).toEqual(run['lookAhead'])
  })

  it('gives the ledger of the run without it', async () => {
    const plain = await answerOf([...RUN, '--cost', 'none', '--run-id', 'plain'], { cwd })
    expect(plain['lookAhead']).toBeNull()
    const again = await answerOf([...RUN, '--cost', 'none', '--run-id', 'proved', '--verify-lookahead'], {
      cwd,
    })
    expect(again['ledgerHash']).toBe(plain['ledgerHash'])
  })

  it('refuses a strategy that looks ahead, naming the first leak, and stores nothing', async () => {
    const before = await answerOf(['runs', 'list'], { cwd })
    const args = ['run', 'leaky.ts', '--snapshot', 'sample', '--cost', 'none', '--verify-lookahead']
    const { class: of, code, message, details } = await refusalOf(args, 3, { cwd })
    expect([of, code]).toEqual(['DataError', 'LOOKS_AHEAD'])
    expect(message).toMatch(/leaky does, first at 2020-01-01: 'ahead' \(ahead\(close\)\) of GEN_\d+/)
    expect(message).toContain('reads up to 2 bars ahead')
    expect(details).toMatchObject({ feature: 'ahead', readsAhead: 2, instrument: expect.any(String) })
    expect(await answerOf(['runs', 'list'], { cwd })).toEqual(before)
  })

  it('adds the verdict to a run that is stored already', async () => {
    const args = [...RUN, '--cost', 'none', '--seed', '5']
    expect((await answerOf(args, { cwd }))['lookAhead']).toBeNull()
    const again = await answerOf([...args, '--verify-lookahead'], { cwd })
    expect([again['outcome'], again['lookAhead'].ok]).toEqual(['existing', true])
  })

  it('may stand in the settings of the folder', async () => {
    const other = await sampleProject({ days: 40 })
    await writeFile(join(other, 'throughline.toml'), '[run]\nverify-lookahead = true\ncost = ["none"]\n')
    const run = await answerOf(RUN, { cwd: other })
    expect(run['lookAhead']).toMatchObject({ ok: true, pulses: 40 })
  })
})

describe('verify lookahead of a stored run', () => {
  it('proves it from the store alone, keeps the verdict, and does not prove it twice', async () => {
    const other = await sampleProject({ days: 60 })
    await writeFile(join(other, 'mine.ts'), await readFile(join(EXAMPLES, 'sma-cross.ts')))
    const args = ['run', 'mine.ts', '--snapshot', 'sample', '--set', 'slow=30', '--cost', 'fixed-fee=1']
    const { runId } = await answerOf(args, { cwd: other })
    await rm(join(other, 'mine.ts'))
    expect((await answerOf(['runs', 'list'], { cwd: other }))['runs'][0].lookAhead).toBeNull()
    const first = await answerOf(['verify', 'lookahead', runId], { cwd: other })
    expect(first).toMatchObject({ runId, ok: true, pulses: 60, cuts: 300, leaks: [], outcome: 'proved' })
    const again = await answerOf(['verify', 'lookahead', runId.slice(0, 12)], { cwd: other })
    expect(again).toEqual({ ...first, outcome: 'stored', ms: 0 })
    expect((await throughline(['runs', 'list'], { cwd: other })).stdout).toMatch(/ proved /)
  })

  it('says and keeps that a run leaks, wherever it is shown, with exit code 3', async () => {
    const { runId } = await answerOf(['run', 'leaky.ts', '--snapshot', 'sample', '--cost', 'none'], { cwd })
    const { code, stdout } = await throughline(['verify', 'lookahead', runId], { cwd })
    expect([code, stdout.split('\n')[0]]).toEqual([3, expect.stringContaining(`${runId} LOOKS AHEAD`)])
    expect(await text(['runs', 'list'])).toMatch(/leaky-\w+ .* LEAKS /)
    expect(await text(['runs', 'show', runId])).toContain('no figure of it can be had live')
    const report = await text(['report', runId, '--format', 'md', '--out', '-'])
    expect(report).toContain('LOOKS AHEAD')
    const { lookAhead } = await answerOf(['runs', 'show', runId], { cwd })
    expect(lookAhead.leaks[0]).toMatchObject({ feature: 'ahead', readsAhead: 2 })
    expect((await throughline(['verify', 'lookahead', runId], { cwd })).code).toBe(3)
  })

  it('takes what was proved of the same identity under another name', async () => {
    for (const name of ['one', 'two'])
      await answerOf([...RUN, ...COSTS, '--run-id', name, '--seed', '9'], { cwd })
    expect((await answerOf(['verify', 'lookahead', 'one'], { cwd }))['outcome']).toBe('proved')
    expect((await answerOf(['verify', 'lookahead', 'two'], { cwd }))['outcome']).toBe('stored')
    expect((await answerOf(['runs', 'show', 'two'], { cwd }))['lookAhead'].ok).toBe(true)
  })

  it('takes no settings, and names the nearest run', async () => {
    const settings = ['verify', 'lookahead', 'one', '--cost', 'none']
    expect((await refusalOf(settings, 2, { cwd })).code).toBe('RUN_HAS_SETTINGS')
    const unknown = await refusalOf(['verify', 'lookahead', 'onne'], 2, { cwd })
    expect([unknown.code, unknown.message]).toEqual(['RUN_NOT_FOUND', expect.stringContaining("'one'")])
    const missing = ['verify', 'lookahead', 'gone.ts', '--snapshot', 'sample']
    expect((await refusalOf(missing, 2, { cwd })).code).toBe('STRATEGY_NOT_FOUND')
  })
})
