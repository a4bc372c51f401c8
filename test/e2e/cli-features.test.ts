/** Features through `run`: what they refuse with class, code and place; warm-up to the end; columns kept between runs. */
import { existsSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  answerOf,
  EXAMPLES,
  ensureBuilt,
  type Refusal,
  refusalOf,
  sampleProject,
  throughline,
} from './cli-process.ts'

let cwd: string

beforeAll(async () => {
  await ensureBuilt()
  cwd = await sampleProject({ days: 40 })
})

/** A strategy with one feature `x`, on line 4 of its file. */
async function withFeature(feature: string): Promise<string> {
  const text = [
    "import * as t from 'throughline'",
    'const { sma, rsi, on, price, customKernel, columnFeature, divide, subtract, orElse, fibonacci } = t',
    "export default t.defineStrategy({ name: 'own', features: () => ({",
    `  x: ${feature},`,
    '}), decide(pulse) {',
    '  for (const bar of pulse.bars) bar.target(bar.x > 0 ? 1 : 0)',
    '} })',
  ]
  await writeFile(join(cwd, 'own.ts'), text.join('\n'))
  return 'own.ts'
}

const refused = async (feature: string, exitCode: number): Promise<Refusal> =>
  refusalOf(['run', await withFeature(feature), '--snapshot', 'sample', '--cost', 'none'], exitCode, { cwd })

const BAD: readonly (readonly [
  what: string,
  feature: string,
  exitCode: number,
  code: string,
  says: RegExp,
])[] = [
  [
    'a period of 0',
    'sma(0)',
    2,
    'BAD_FEATURE_PARAMETER',
    /sma: period must be .* but it is 0\.\n {2}at own\.ts:4:/,
  ],
  ['a negative period', 'sma(-3)', 2, 'BAD_FEATURE_PARAMETER', /sma: period .* -3\.\n {2}at own\.ts:4:/],
  ['a fractional period', 'rsi(2.5)', 2, 'BAD_FEATURE_PARAMETER', /rsi: period .* 2\.5\.\n {2}at own\.ts:4:/],
  [
    'a period longer than the data',
    'sma(41)',
    2,
    'FEATURE_NEVER_WARM',
    /'x' \(sma\(close,period=41\)\) needs at least 41 and the longest history has 40/,
  ],
  ['an unknown parameter', 'sma({ perod: 5 })', 2, 'UNKNOWN_FEATURE_PARAMETER', /'perod'.*'period'/],
  [
    'an unknown indicator',
    't.smma(3)',
    2,
    'UNKNOWN_IMPORT',
    /own\.ts:4:\d+ asks for 'smma'\. Did you mean 'sma'\?$/,
  ],
  [
    'a frame finer than the data',
    "on('1h', sma(3))",
    2,
    'FRAME_TOO_FINE',
    /on\(1h,.*asks for 1h and the bars are 1d/,
  ],
  ['a frame that is none', "on('soon', sma(3))", 2, 'BAD_INTERVAL', /'soon'\.\n {2}at own\.ts:4:/],
  [
    'a feature made of itself',
    "(() => { const node: any = { kind: 'call', key: 'a', definition: sma.definition, params: { period: 3 }, inputs: [] }; const a = { kind: 'feature', key: 'a', output: 0, node }; node.inputs.push(a); return a as any })()",
    2,
    'FEATURE_CYCLE',
    /'sma' is an input of itself/,
  ],
  [
    'a whole column of another length',
    "columnFeature({ name: 'short', inputs: [price.close], lookback: 0, compute: ([c]) => c!.slice(1) })",
    2,
    'COLUMN_LENGTH',
    /'short' was given 40 bars and must give 40 values, but it gave 39/,
  ],
  [
    'a whole column that throws',
    "columnFeature({ name: 'thrower', inputs: [price.close], lookback: 0, compute: () => { throw new RangeError('no luck') } })",
    2,
    'FEATURE_FAILED',
    /'thrower\(close\)' threw for GEN_\d+: no luck\n {2}at own\.ts:4:/,
  ],
  [
    'a kernel that throws',
    "customKernel({ name: 'thrower', inputs: [price.close], step: () => { throw new RangeError('no luck') } })",
    2,
    'FEATURE_FAILED',
    /'thrower\(close\)' threw for GEN_\d+: no luck\n {2}at own\.ts:4:/,
  ],
  [
    'a mistake in features itself',
    '(undefined as any).close',
    2,
    'STRATEGY_THREW',
    /TypeError: .*\n {2}at own\.ts:4:/,
  ],
]

describe('a feature that cannot be', () => {
  it.each(BAD)(
    '%s is refused with its code, exit code and place',
    async (_, feature, exitCode, code, says) => {
      const refusal = await refused(feature, exitCode)
      expect([refusal.class, refusal.code]).toEqual(['UsageError', code])
      expect(refusal.message).toMatch(says)
      expect(await answerOf(['runs', 'list'], { cwd })).toEqual({ runs: [] })
    },
  )

  it('is refused by the proof with the same words', async () => {
    const file = await withFeature('sma(0)')
    const refusal = await refusalOf(['verify', 'lookahead', file, '--snapshot', 'sample'], 2, { cwd })
    expect([refusal.code, refusal.message]).toEqual([
      'BAD_FEATURE_PARAMETER',
      expect.stringMatching(/at own\.ts:4:/),
    ])
  })
})

const NOT_FINITE: readonly (readonly [what: string, feature: string, says: RegExp])[] = [
  [
    'an indicator',
    'divide(price.close, subtract(price.close, price.close))',
    /'x' \(divide\(.*of GEN_\d+ is Infinity at the bar that opened 2020-01-01/,
  ],
  [
    'a kernel of its own',
    "customKernel({ name: 'own', inputs: [sma(3)], init: () => ({ n: 0 }), step: (s, [x]) => (++s.n === 6 ? Number.NaN : x!) })",
    /'x' \(own\(sma\(close,period=3\)\)\) of GEN_\d+ is NaN at the bar that opened 2020-01-10/,
  ],
  [
    'a kernel that gives no number',
    "customKernel({ name: 'own', inputs: [price.close], step: () => undefined as unknown as number })",
    /'x' \(own\(close\)\) of GEN_\d+ is NaN at the bar that opened 2020-01-01/,
  ],
  [
    'a function of a whole column',
    "columnFeature({ name: 'own', inputs: [price.close], lookback: 2, compute: ([c]) => c!.map((x, n) => (n === 4 ? -Infinity : x)) })",
    /'x' \(own\(close\)\) of GEN_\d+ is -Infinity at the bar that opened 2020-01-07/,
  ],
]

describe('warm-up', () => {
  it.each(NOT_FINITE)('after it, what is not finite is an error: %s', async (_, feature, says) => {
    const refusal = await refused(feature, 3)
    expect([refusal.class, refusal.code]).toEqual(['DataError', 'FEATURE_NOT_FINITE'])
    expect(refusal.message).toMatch(says)
    expect(refusal.details).toMatchObject({ feature: 'x', instrument: expect.stringMatching(/^GEN_/) })
    expect(await answerOf(['runs', 'list'], { cwd })).toEqual({ runs: [] })
  })

  it('before it, NaN of a function of its own is no value: the instrument is not in pulse.bars', async () => {
    const lookback = 7
    const file = await withFeature(
      `columnFeature({ name: 'own', inputs: [price.close], lookback: ${lookback}, compute: ([c]) => c!.map((x, n) => (n < ${lookback} ? Number.NaN : x)) })`,
    )
    const run = await answerOf(['run', file, '--snapshot', 'sample', '--cost', 'none', '--run-id', 'late'], {
      cwd,
    })
    expect(run['counts']).toMatchObject({ pulses: 40, fills: 3 })
    const orders = ['runs', 'export', 'late', '--what', 'fills', '--format', 'csv', '--out', '-']
    const [, first] = (await throughline(orders, { cwd })).stdout.split('\r\n')
    // The eighth bar of a calendar of weekdays from 2020-01-01 on is that of 2020-01-10; it fills at the next one's open.
    expect(first).toContain('2020-01-13')
  })

  it('a documented gap is no error, and is guarded where it is used', async () => {
    const file = await withFeature('orElse(fibonacci().r500, 0)')
    const { code } = await throughline(['run', file, '--snapshot', 'sample', '--cost', 'none', '--json'], {
      cwd,
    })
    expect(code).toBe(0)
  })
})

describe('feature columns between runs', () => {
  const args = ['run', join(EXAMPLES, 'sma-cross.ts'), '--snapshot', 'sample', '--set', 'slow=30']
  const run = async (folder: string, seed: number, ...more: readonly string[]) =>
    answerOf([...args, '--cost', 'none', '--seed', String(seed), ...more], { cwd: folder })

  it('are found on disk where it may be used, and the run says so in a line', async () => {
    const folder = await sampleProject({ days: 60 })
    const plain = await run(folder, 1)
    expect(plain['features']).toMatchObject({ computed: 2, hits: 0, diskHits: 0 })
    expect(existsSync(join(folder, '.throughline', 'features'))).toBe(false)
    expect((await run(folder, 2, '--feature-disk-mb', '5'))['features']).toMatchObject({
      computed: 2,
      misses: 2,
    })
    expect((await run(folder, 3, '--feature-disk-mb', '5'))['features']).toMatchObject({
      computed: 0,
      diskHits: 2,
    })
    await writeFile(
      join(folder, 'throughline.toml'),
      '[features]\ndisk-mb = 5\nthreads = 1\nmemory-mb = 1.5\n',
    )
    const { stdout } = await throughline([...args, '--cost', 'none', '--seed', '4', '--no-report'], {
      cwd: folder,
    })
    expect(stdout).toContain('\nFeatures  0 of 2 computed, 2 found (2 on disk)\n')
    const off = await throughline([...args, '--cost', 'none', '--seed', '5', '--feature-disk-mb', '0'], {
      cwd: folder,
    })
    expect(off.stdout).not.toContain('Features  ')
  })

  it('take no more than they may', async () => {
    const folder = await sampleProject({ days: 60 })
    // A column of 180 bars has 1,472 bytes: one of the two fits.
    await run(folder, 1, '--feature-disk-mb', '0.002')
    const [group] = readdirSync(join(folder, '.throughline', 'features'))
    expect(readdirSync(join(folder, '.throughline', 'features', group!))).toHaveLength(1)
  })

  it('are set by what fits alone', async () => {
    const bad = async (...more: readonly string[]) =>
      (await refusalOf([...args, '--cost', 'none', ...more], 2, { cwd })).message
    expect(await bad('--feature-threads', '0')).toMatch(
      /--feature-threads must be a whole number, 1 or more, but it is "0"/,
    )
    expect(await bad('--feature-threads', '1.5')).toMatch(/1 or more/)
    expect(await bad('--feature-disk-mb', '-1')).toMatch(/--feature-disk-mb must be a number of megabytes/)
    await writeFile(join(cwd, 'throughline.toml'), '[features]\ndisk-mbs = 5\n')
    expect(await bad()).toMatch(/'disk-mbs'.*key of \[features\]\. Did you mean 'disk-mb'\?/)
    await writeFile(join(cwd, 'throughline.toml'), '[features]\nmemory-mb = "much"\n')
    expect(await bad()).toMatch(/'memory-mb' of \[features\] in throughline\.toml must be/)
    await writeFile(join(cwd, 'throughline.toml'), '')
  })
})
