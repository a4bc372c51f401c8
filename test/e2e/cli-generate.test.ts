/** `snapshot generate`. */
import { beforeAll, describe, expect, it } from 'vitest'
import { answerOf, ensureBuilt, newFolder, refusalOf, throughline } from './cli-process.ts'

beforeAll(ensureBuilt)

const span = ['--from', '2019-01-02', '--to', '2019-03-29', '--seed', '7']
const generate = (id: string, ...flags: readonly string[]): string[] => [
  'snapshot',
  'generate',
  '--id',
  id,
  ...span,
  ...flags,
]

describe('snapshot generate', () => {
  it('seals the same snapshot again under the same seed, without a finding', async () => {
    const cwd = await newFolder()
    const flags = ['--model', 'gbm', '--jump', '2,-0.01,0.05', '--correlation', '0.4', '--instruments', '3']
    const first = await answerOf(generate('made', ...flags), { cwd })
    expect(first).toMatchObject({
      id: 'made',
      instruments: 3,
      bars: 183,
      interval: '1d',
      findings: [],
      outcome: 'saved',
    })
    expect(await answerOf(generate('again', ...flags), { cwd })).toMatchObject({ hash: first['hash'] })
    const shown = await throughline(['snapshot', 'show', 'made'], { cwd })
    expect(shown.stdout).toContain('generated: gbm, seed 7')
  })

  it.each([
    ['regimes', ['--regime', '0.1,0.1,1', '--regime', '-0.3,0.5,0.2']],
    ['noise', ['--volatility', '0.5', '--interval', '1h', '--calendar', '24/7']],
  ])('makes %s', async (model, flags) => {
    const cwd = await newFolder()
    expect(await answerOf(generate('made', '--model', model, ...flags), { cwd })).toMatchObject({
      instruments: 10,
      findings: [],
    })
  })

  it.each([
    ['a model that is none', ['--model', 'garch'], 'BAD_CHOICE'],
    ['a flag that the model has no use for', ['--model', 'noise', '--drift', '0.1'], 'FLAG_NOT_USED'],
    ['two numbers for a jump', ['--model', 'gbm', '--jump', '1,2'], 'BAD_NUMBER'],
    ['weeks', ['--model', 'noise', '--interval', '1w'], 'BAD_GENERATOR'],
    ['a word for a number', ['--model', 'noise', '--instruments', 'many'], 'BAD_NUMBER'],
  ])('refuses %s', async (_, flags, code) => {
    expect((await refusalOf(generate('made', ...flags), 2, { cwd: await newFolder() })).code).toBe(code)
  })
})
