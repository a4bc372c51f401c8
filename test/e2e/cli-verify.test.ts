/** `verify lookahead`: a strategy without a leak, and one with a leak that is named. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  answerOf,
  EXAMPLES,
  ensureBuilt,
  type Json,
  refusalOf,
  sampleProject,
  throughline,
} from './cli-process.ts'

let cwd: string
beforeAll(async () => {
  await ensureBuilt()
  cwd = await sampleProject({ days: 60 })
})

const LEAKY = `import { columnFeature, defineStrategy, price } from 'throughline'
const ahead = columnFeature({
  name: 'ahead',
  inputs: [price.close],
  lookback: 0,
  compute: ([close]) => Array.from(close, (value, n) => close[n + 2] ?? value),
})
export default defineStrategy({
  name: 'leaky',
  features: () => ({ ahead }),
  decide(pulse) {
    for (const bar of pulse.bars) bar.target(bar.ahead > bar.close ? 1 : 0)
  },
})
`

describe('verify lookahead', () => {
  it('proves a strategy that uses no later bar', async () => {
    const args = [
      'verify',
      'lookahead',
      join(EXAMPLES, 'sma-cross.ts'),
      '--snapshot',
      'sample',
      '--set',
      'slow=20',
    ]
    const answer = await answerOf(args, { cwd })
    expect(answer).toMatchObject({ ok: true, pulses: 60, leaks: [], isOptimistic: false })
    expect(answer['cuts']).toBeGreaterThanOrEqual(60)
    expect((await throughline(args, { cwd })).stdout).toContain('sma-cross uses no later bar')
  })

  it('names feature, instrument, time and distance of a leak, and fails with exit code 3', async () => {
    await writeFile(join(cwd, 'leaky.ts'), LEAKY)
    const args = ['verify', 'lookahead', 'leaky.ts', '--snapshot', 'sample']
    const { code, stdout, stderr } = await throughline([...args, '--json'], { cwd })
    expect([code, stderr]).toEqual([3, ''])
    const { ok, leaks } = JSON.parse(stdout) as Json
    expect(ok).toBe(false)
    expect(leaks.find(({ feature }: Json) => feature === 'ahead')).toMatchObject({
      instrument: expect.stringMatching(/^GEN_00/),
      time: expect.any(Number),
      readsAhead: 2,
    })
    expect((await throughline(args, { cwd })).stdout).toContain('leaky LOOKS AHEAD')
    expect((await refusalOf(['verify', 'lookahead', '--snapshot', 'sample'], 2, { cwd })).code).toBe(
      'STRATEGY_REQUIRED',
    )
  })
})
