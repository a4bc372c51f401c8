/** `indicators list` and `indicators compute`. */
import { beforeAll, describe, expect, it } from 'vitest'
import { answerOf, ensureBuilt, type Json, refusalOf, sampleProject, throughline } from './cli-process.ts'

let cwd: string
beforeAll(async () => {
  await ensureBuilt()
  cwd = await sampleProject({ days: 30 })
})

const compute = (name: string, ...flags: string[]): string[] => [
  'indicators',
  'compute',
  name,
  '--snapshot',
  'sample',
  '--instrument',
  'GEN_002',
  ...flags,
]

describe('indicators', () => {
  it('are listed with what they take and give', async () => {
    const { indicators } = await answerOf(['indicators', 'list'], { cwd })
    expect(indicators.find(({ name }: Json) => name === 'sma')).toMatchObject({
      params: { period: { low: 1, integer: true } },
      inputs: ['close'],
      outputs: ['value'],
    })
    expect((await throughline(['indicators', 'list'], { cwd })).stdout).toMatch(/^atr +period=14/m)
  })

  it('have no value before they are warm, and then every bar has one', async () => {
    const { name, params, firstIndex, timeMs, outputs } = await answerOf(
      compute('sma', '--set', 'period=5'),
      { cwd },
    )
    expect({ name, params, firstIndex }).toEqual({ name: 'sma', params: { period: 5 }, firstIndex: 4 })
    expect(timeMs).toHaveLength(30)
    expect(timeMs[0]).toBe(Date.UTC(2020, 0, 1))
    expect(outputs.value.slice(0, 4)).toEqual([null, null, null, null])
    expect(outputs.value.slice(4).every(Number.isFinite)).toBe(true)
  })

  it('with several outputs give each by its name', async () => {
    const { outputs, firstIndex } = await answerOf(
      compute('donchian', '--set', 'period=3', '--to', '2020-01-10'),
      { cwd },
    )
    expect(firstIndex).toBe(2)
    expect(Object.keys(outputs)).toEqual(['upper', 'middle', 'lower'])
    expect(outputs.upper[5]).toBeGreaterThan(outputs.lower[5])
    expect(outputs.upper).toHaveLength(8)
  })

  it('refuse what is not known, naming the nearest', async () => {
    const unknown = await refusalOf(compute('smaa'), 2, { cwd })
    expect(unknown).toMatchObject({ class: 'UsageError', code: 'UNKNOWN_INDICATOR' })
    expect(unknown.message).toContain("'sma'")
    expect((await refusalOf(compute('sma', '--set', 'perid=5'), 2, { cwd })).message).toContain("'period'")
    expect((await refusalOf(compute('sma', '--set', 'period=x'), 2, { cwd })).code).toBe(
      'BAD_FEATURE_PARAMETER',
    )
    const missing = ['indicators', 'compute', 'sma', '--snapshot', 'sample']
    expect((await refusalOf(missing, 2, { cwd })).code).toBe('MISSING_FLAG')
  })
})
