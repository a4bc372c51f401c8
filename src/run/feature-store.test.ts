import { spawn } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { generateBars, sealBars } from '../data/index.ts'
import {
  adaptColumns,
  bars,
  columnFeature,
  computeFeatures,
  createFeature,
  customKernel,
  defineAcross,
  defineIndicator,
  divide,
  type Feature,
  type FeatureColumns,
  INDICATORS,
  macd,
  on,
  price,
  rank,
  roc,
  rsi,
  sma,
  subtract,
} from '../indicators/index.ts'
import {
  type BarTable,
  createRandom,
  defaultInstrument,
  type InstrumentBars,
  parseInterval,
  tableOf,
} from '../model/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { PLAIN_CONFIG } from '../testing/index.ts'
import type { FeatureBars } from './feature-shelf.ts'
import { createFeatureStore, type FeatureStore, type FeatureStoreOptions } from './feature-store.ts'
import { registerSnapshot, runStrategy } from './index.ts'

const DAY_MS = 86_400_000
type Features = Readonly<Record<string, Feature>>

/** A table of random bars in which each instrument misses bars with the given chance. */
function randomTable(seed: number, instruments: number, pulses: number, missing: number): BarTable {
  const random = createRandom(seed)
  const series = Array.from({ length: instruments }, (_, i): InstrumentBars => {
    const days = Array.from({ length: pulses }, (_, day) => day).filter(() => random() >= missing)
    let last = 50 + 100 * random()
    const rows = days.map(() => {
      const open = last
      last *= 1 + 0.04 * (random() - 0.5)
      const high = Math.max(open, last) * (1 + 0.01 * random())
      const low = Math.min(open, last) * (1 - 0.01 * random())
      return { open, high, low, close: last, volume: Math.round(1 + 1e6 * random()) }
    })
    const column = (field: 'open' | 'high' | 'low' | 'close' | 'volume') =>
      Float64Array.from(rows, (row) => row[field])
    return {
      instrument: defaultInstrument(`I${String(i).padStart(4, '0')}`),
      timeMs: Float64Array.from(days, (day) => day * DAY_MS),
      open: column('open'),
      high: column('high'),
      low: column('low'),
      close: column('close'),
      volume: column('volume'),
    }
  })
  return tableOf(series, parseInterval('1d'))
}

const everything = { fromMs: null, toMs: null, instruments: null }
const barsOf = (table: BarTable, snapshotHash = 'aa'): FeatureBars => ({
  table,
  snapshotHash,
  slice: everything,
})
const named = (features: Features, ownCode: string | null = null) => ({ features, ownCode })

/** The bits of columns, so that NaN equals NaN and -0 differs from 0. */
const bitsOf = ({ columns, firstWarm, names, fingerprint }: FeatureColumns) => ({
  names,
  fingerprint,
  firstWarm: [...firstWarm],
  columns: columns.map((column) => Buffer.from(Float64Array.from(column).buffer).toString('base64')),
})

const outfile = join(
  fileURLToPath(new URL('../../node_modules/.cache/throughline/', import.meta.url)),
  `feature-worker-${process.pid}.mjs`,
)
beforeAll(async () => {
  mkdirSync(join(outfile, '..'), { recursive: true })
  const entry = fileURLToPath(new URL('./feature-worker.ts', import.meta.url))
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  })
})
afterAll(() => rmSync(outfile, { force: true }))

const stores: FeatureStore[] = []
function open(options: FeatureStoreOptions): FeatureStore {
  const store = createFeatureStore({ threads: 1, ...options })
  stores.push(store)
  return store
}
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
})

describe('a grid of candidates', () => {
  const table = randomTable(1, 9, 80, 0.1)
  const pairs = [5, 10, 20].flatMap((fast) => [30, 40].map((slow) => ({ fast: sma(fast), slow: sma(slow) })))

  it('computes equal nodes once and shares their columns', async () => {
    const { outcomes, figures } = await open({}).computeSets(
      barsOf(table),
      pairs.map((features) => named(features)),
    )
    expect(figures).toMatchObject({ nodes: 5, computed: 5, hits: 0, misses: 5, notes: [] })
    expect(figures.bytes).toBe(5 * 8 * table.instrumentOf.length)
    const columns = outcomes.map((outcome) => (outcome.kind === 'columns' ? outcome.columns : undefined))
    columns.forEach((own, n) => {
      expect(bitsOf(own!)).toEqual(bitsOf(computeFeatures(table, pairs[n]!)))
    })
    expect(columns[0]!.columns[0]).toBe(columns[1]!.columns[0])
    expect(columns[0]!.columns[1]).toBe(columns[2]!.columns[1])
  })

  it('takes functions of one name that candidates made anew for what they are: different', async () => {
    const scaled = (factor: number) => ({
      own: customKernel({ name: 'scaled', inputs: [sma(3)], step: (_, [x]) => factor * x! }),
      base: sma(3),
    })
    const { outcomes, figures } = await open({}).computeSets(barsOf(table), [
      named(scaled(2)),
      named(scaled(3)),
    ])
    expect(figures).toMatchObject({ nodes: 3, computed: 3 })
    outcomes.forEach((outcome, n) => {
      if (outcome.kind !== 'columns') throw outcome.error
      expect(bitsOf(outcome.columns)).toEqual(bitsOf(computeFeatures(table, scaled(n + 2))))
    })
  })

  it('computes a function that all candidates share once', async () => {
    let calls = 0
    const adapted = adaptColumns({
      name: 'their-double',
      params: { period: bars(1) },
      lookback: () => 0,
      compute: ([close]) => {
        calls++
        return close!.map((x) => 2 * x)
      },
    })
    const sets = [{ a: adapted() }, { b: adapted(), c: sma(4) }]
    await open({}).computeSets(
      barsOf(table),
      sets.map((features) => named(features)),
    )
    expect(calls).toBe(table.instruments.length)
  })

  it('leaves the others alone where one candidate fails, with the error that it has alone', async () => {
    const bad = { ratio: divide(price.close, subtract(price.close, price.close)) }
    const { outcomes, figures } = await open({}).computeSets(barsOf(table), [
      named(pairs[0]!),
      named(bad),
      named(pairs[1]!),
    ])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['columns', 'failed', 'columns'])
    expect(figures.notes[0]).toContain('one by one')
    let alone: unknown
    try {
      computeFeatures(table, bad)
    } catch (error) {
      alone = error
    }
    const found = outcomes[1]!
    expect(found.kind === 'failed' && found.error).toEqual(alone)
    expect(alone).toMatchObject({ code: 'FEATURE_NOT_FINITE', details: { feature: 'ratio' } })
  })
})

describe('columns in memory', () => {
  const table = randomTable(2, 5, 60, 0.1)
  const rows = table.instrumentOf.length
  const features = { fast: sma(5), slow: sma(20), place: rank(roc(3)), weekly: on('1w', sma(2)) }

  it('are found again by bars and key, for nodes inside other features too, and give the same bits', async () => {
    const store = open({})
    const first = await store.compute(barsOf(table), named(features))
    expect(first.figures).toMatchObject({ nodes: 5, computed: 5, hits: 0, misses: 5 })
    const again = await store.compute(barsOf(table), named(features))
    expect(again.figures).toMatchObject({ nodes: 5, computed: 0, hits: 4, misses: 0 })
    expect(bitsOf(again.columns)).toEqual(bitsOf(computeFeatures(table, features)))
    const inside = { gap: subtract(sma(5), sma(7)), later: on('1w', sma(2)) }
    const mixed = await store.compute(barsOf(table), named(inside))
    expect(mixed.figures).toMatchObject({ nodes: 4, computed: 2, hits: 2 })
    expect(bitsOf(mixed.columns)).toEqual(bitsOf(computeFeatures(table, inside)))
  })

  it('are not taken for other bars', async () => {
    const store = open({})
    await store.compute(barsOf(table), named(features))
    const other = randomTable(3, 5, 60, 0.1)
    const { columns, figures } = await store.compute(barsOf(other, 'bb'), named(features))
    expect(figures.hits).toBe(0)
    expect(bitsOf(columns)).toEqual(bitsOf(computeFeatures(other, features)))
    const part = { ...barsOf(table), slice: { ...everything, fromMs: 0 } }
    expect((await store.compute(part, named(features))).figures.hits).toBe(0)
  })

  it('stay within the budget; the one used longest ago goes first', async () => {
    const store = open({ memoryBytes: 2 * 8 * rows })
    const computed = async (period: number) =>
      (await store.compute(barsOf(table), named({ x: sma(period) }))).figures.computed
    for (const period of [5, 6]) expect(await computed(period)).toBe(1)
    expect(await computed(5)).toBe(0)
    expect(await computed(7)).toBe(1)
    expect(store.memoryBytes).toBe(2 * 8 * rows)
    expect(await computed(5)).toBe(0)
    expect(await computed(6)).toBe(1)
  })

  it('of functions of a strategy are found by its code alone, and not where that has no name', async () => {
    const own = (factor: number) => ({
      x: columnFeature({
        name: 'own',
        lookback: 0,
        inputs: [price.close],
        compute: ([close]) => close!.map((value) => factor * value),
      }),
    })
    const store = open({})
    const run = (factor: number, code: string | null) =>
      store.compute(barsOf(table), named(own(factor), code))
    await run(2, 'text 2')
    expect((await run(2, 'text 2')).figures).toMatchObject({ computed: 0, hits: 1 })
    const other = await run(3, 'text 3')
    expect(other.figures).toMatchObject({ computed: 1, hits: 0 })
    expect(bitsOf(other.columns)).toEqual(bitsOf(computeFeatures(table, own(3))))
    await run(4, null)
    expect((await run(4, null)).figures).toMatchObject({ computed: 1, hits: 0 })
  })

  it('of functions that share what they remember are taken together or not at all', async () => {
    const counting = () => {
      let calls = 0
      return {
        a: customKernel({ name: 'a', inputs: [price.close], step: () => ++calls }),
        b: customKernel({ name: 'b', inputs: [price.close], step: () => 1_000 * ++calls }),
      }
    }
    const plain = bitsOf(computeFeatures(table, counting()))
    const store = open({ memoryBytes: 8 * rows })
    for (let n = 0; n < 3; n++) {
      const { columns } = await store.compute(barsOf(table), named(counting(), 'text'))
      expect(bitsOf(columns)).toEqual(plain)
    }
  })
})

describe('an indicator of a strategy that writes into its inputs', () => {
  it('changes neither the bars nor kept columns', async () => {
    const spoiling = defineIndicator({
      name: 'spoiling',
      title: 'Spoiling',
      params: { factor: { default: 2, low: 1 } },
      inputs: ['close', 'other'],
      outputs: ['value'],
      lookback: () => 1,
      init: () => ({}),
      step: (_state, input, output) => {
        output[0] = input[0]! + input[1]!
      },
      columns: ({ factor }, { inputs, outputs, start, end }) => {
        for (let t = start; t < end; t++) {
          outputs[0]![t] = inputs[0]![t]! + inputs[1]![t]!
          inputs[0]![t] = factor
          inputs[1]![t] = factor
        }
      },
    })
    const table = randomTable(12, 1, 50, 0)
    const close = table.close.slice()
    const features = { kept: sma(3), own: spoiling({ other: sma(3) }), again: sma(3) }
    const store = open({})
    const plain = bitsOf(computeFeatures(table, { kept: sma(3) })).columns[0]
    for (let n = 0; n < 2; n++) {
      const { columns } = await store.compute(barsOf(table), named(features))
      expect(bitsOf(columns).columns[0]).toBe(plain)
    }
    expect(table.close).toEqual(close)
  })
})

/** What a writer says until it is killed, some time after the first column that it kept. */
function killedWriter(child: string, folder: string, afterMs: number): Promise<string> {
  const process = spawn(execPath, [child, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  process.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (said === '') setTimeout(() => process.kill('SIGKILL'), afterMs)
    said += text
  })
  return new Promise((resolve) => process.on('close', () => resolve(said)))
}

describe('columns on disk', () => {
  const table = randomTable(4, 6, 70, 0.2)
  const features = { trend: macd(3, 6, 2).signal, weekly: on('1w', roc(1)), place: rank(rsi(5)) }
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-features-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const files = () => readdirSync(join(folder, 'aa')).map((name) => join(folder, 'aa', name))

  it('are found by another process, with the same bits', async () => {
    await open({ folder }).compute(barsOf(table), named(features))
    const { columns, figures } = await open({ folder }).compute(barsOf(table), named(features))
    expect(figures).toMatchObject({ computed: 0, hits: 3, diskHits: 3, misses: 0, notes: [] })
    expect(bitsOf(columns)).toEqual(bitsOf(computeFeatures(table, features)))
  })

  it('that were changed, cut or swapped are computed again and told', async () => {
    await open({ folder }).compute(barsOf(table), named(features))
    const damages = [
      (path: string) => {
        const bytes = readFileSync(path)
        bytes[40]! ^= 1
        writeFileSync(path, bytes)
      },
      (path: string) => truncateSync(path, 100),
      (path: string) => {
        const other = files().find(
          (each) => each !== path && readFileSync(each).length === readFileSync(path).length,
        )
        if (other !== undefined) writeFileSync(path, readFileSync(other))
      },
    ]
    for (const damage of damages) {
      for (const path of files()) damage(path)
      const { columns, figures } = await open({ folder }).compute(barsOf(table), named(features))
      expect(figures.notes.length).toBeGreaterThan(0)
      expect(figures.notes.join()).toMatch(/computed again: it/)
      expect(bitsOf(columns)).toEqual(bitsOf(computeFeatures(table, features)))
      expect((await open({ folder }).compute(barsOf(table), named(features))).figures.notes).toEqual([])
    }
  })

  it('stay within the limit of the folder, over groups and stores; the one used longest ago goes first', async () => {
    const size = 8 * table.instrumentOf.length + 32
    const diskBytes = 3 * size
    const computed = async (period: number, hash = 'aa') =>
      (
        await open({ folder, diskBytes, memoryBytes: 0 }).compute(
          barsOf(table, hash),
          named({ x: sma(period) }),
        )
      ).figures.computed
    const tick = () => new Promise((resolve) => setTimeout(resolve, 15))
    for (const [period, hash] of [
      [5, 'aa'],
      [6, 'bb'],
      [7, 'aa'],
    ] as const) {
      expect(await computed(period, hash)).toBe(1)
      await tick()
    }
    expect(await computed(5)).toBe(0)
    await tick()
    expect(await computed(8)).toBe(1)
    await tick()
    expect(await computed(5)).toBe(0)
    expect(await computed(6, 'bb')).toBe(1)
    const kept = ['aa', 'bb'].flatMap((group) => readdirSync(join(folder, group)))
    expect(kept).toHaveLength(3)
    const tooLarge = open({ folder, diskBytes: size - 1, memoryBytes: 0 })
    await tooLarge.compute(barsOf(table, 'cc'), named({ x: sma(9) }))
    expect(readdirSync(folder).sort()).toEqual(['aa', 'bb'])
  })

  it('of a writer that was killed go once no writer can be at them, and not before', async () => {
    mkdirSync(join(folder, 'aa'))
    const [fresh, stale] = ['fresh', 'stale'].map((name) => join(folder, 'aa', `${name}.f64.x.part`))
    for (const path of [fresh!, stale!]) writeFileSync(path, 'cut short')
    utimesSync(stale!, 1_000, 1_000)
    await open({ folder }).compute(barsOf(table), named(features))
    expect(files().filter((path) => path.endsWith('.part'))).toEqual([fresh])
  })

  it('are whole whenever their writers are killed, and several of them share one folder', async () => {
    const child = join(outfile, '..', `feature-writer-${process.pid}.mjs`)
    await build({
      stdin: {
        contents: `
          import { createFeatureStore } from './src/run/feature-store.ts'
          import { sma } from './src/indicators/index.ts'
          import { randomTable } from './src/testing/index.ts'
          const table = randomTable({ seed: 4, instruments: 6, pulses: 4_000, missing: 0.2 })
          const bars = { table, snapshotHash: 'aa', slice: { fromMs: null, toMs: null, instruments: null } }
          for (let n = 0; ; n++) {
            const store = createFeatureStore({ folder: process.argv[2], diskBytes: 1e6, memoryBytes: 0, threads: 1 })
            const features = { x: sma(2 + (n % 9)) }
            const { figures } = await store.compute(bars, { features, ownCode: null })
            if (figures.notes.length > 0) { process.stdout.write(figures.notes.join()); process.exit(1) }
            if (n === 0) process.stdout.write('up')
          }`,
        resolveDir: fileURLToPath(new URL('../..', import.meta.url)),
        loader: 'ts',
      },
      outfile: child,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
    })
    try {
      for (let round = 0; round < 4; round++) {
        const said = await Promise.all(
          [1, 2].map((n) => killedWriter(child, folder, 20 + 40 * round + 15 * n)),
        )
        expect(said).toEqual(['up', 'up'])
        const kept = files().filter((path) => path.endsWith('.f64'))
        for (const path of kept)
          expect(readFileSync(path).length).toBe(kept.length && readFileSync(kept[0]!).length)
      }
    } finally {
      rmSync(child, { force: true })
    }
  })

  it('that cannot be written leave the result as it is, and say so', async () => {
    writeFileSync(join(folder, 'aa'), 'a file where the folder should be')
    const { columns, figures } = await open({ folder }).compute(barsOf(table), named(features))
    expect(figures.notes.join()).toMatch(/was not kept/)
    expect(bitsOf(columns)).toEqual(bitsOf(computeFeatures(table, features)))
  })
})

describe('other threads', () => {
  const withThreads = (threads = 3) =>
    open({ threads, shareFrom: 0, memoryBytes: 0, workerEntry: pathToFileURL(outfile) })

  /** Every indicator with its defaults; inputs that a call must give are the close and the open. */
  const all: Features = Object.fromEntries(
    INDICATORS.map((definition) => {
      const inputs = definition.inputs.map((name, index) =>
        name in price ? price[name as keyof typeof price] : index === 0 ? price.close : price.open,
      )
      return [definition.name, createFeature(definition, inputs, {})]
    }),
  )

  it('give the bits of one, for every indicator and for dense and ragged tables', async () => {
    const store = withThreads()
    for (const [instruments, missing] of [
      [30, 0],
      [33, 0.15],
      [20, 0.3],
    ] as const) {
      const table = randomTable(instruments, instruments, 300, missing)
      const plain = bitsOf(computeFeatures(table, all))
      // The first jobs may be done before the other threads are up.
      for (let helped = 0; helped === 0; ) {
        const { columns, figures } = await store.compute(barsOf(table), named(all))
        expect(figures).toMatchObject({ threads: 3, notes: [] })
        expect(bitsOf(columns)).toEqual(plain)
        helped = figures.helped
      }
    }
  })

  it('give the bits of one, with stages, frames and functions of the strategy between', async () => {
    const store = withThreads()
    const widen = defineAcross({
      name: 'half',
      params: {},
      across: (values, out) => values.forEach((value, n) => (out[n] = value / 2)),
    })
    const own = customKernel({ name: 'own', inputs: [sma(4)], lookback: 2, step: (_, [x]) => x! + 1 })
    const features = {
      place: sma(rank(roc(5)), 3),
      weekly: on('1w', macd(2, 4, 2)).signal,
      own,
      after: sma(own, 3),
      half: widen(rsi(6)),
      mixed: subtract(rank(own), on('1w', sma(2))),
      close: price.close,
    }
    let helped = 0
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.nat(1e6),
          instruments: fc.integer({ min: 1, max: 40 }),
          pulses: fc.integer({ min: 1, max: 120 }),
          missing: fc.constantFrom(0, 0.1, 0.5),
        }),
        async ({ seed, instruments, pulses, missing }) => {
          const table = randomTable(seed, instruments, pulses, missing)
          if (table.instrumentOf.length === 0) return
          await new Promise((resolve) => setTimeout(resolve, 5))
          const { columns, figures } = await store.compute(barsOf(table), named(features))
          expect(figures.notes).toEqual([])
          helped += figures.helped
          expect(bitsOf(columns)).toEqual(bitsOf(computeFeatures(table, features)))
        },
      ),
      { numRuns: 60 },
    )
    expect(helped).toBeGreaterThan(0)
  })

  it('leave errors as they are: feature, instrument and time of the first', async () => {
    const table = randomTable(8, 40, 90, 0.1)
    for (const [row, value] of [
      [2_000, 0],
      [1_200, 0],
      [3_000, 0],
    ] as const) {
      table.close[row] = value
      table.open[row] = value
    }
    const features = { fine: sma(3), bad: divide(price.close, price.open) }
    let alone: unknown
    try {
      computeFeatures(table, features)
    } catch (error) {
      alone = error
    }
    expect(alone).toMatchObject({ code: 'FEATURE_NOT_FINITE' })
    const store = withThreads()
    for (let helped = 0; helped === 0; ) {
      helped = (await store.compute(barsOf(table), named({ fine: sma(3) }))).figures.helped
    }
    for (let n = 0; n < 10; n++) {
      await expect(store.compute(barsOf(table), named(features))).rejects.toEqual(alone)
    }
  })

  it('that cannot start leave the work to this one', async () => {
    const broken = join(outfile, '..', `broken-worker-${process.pid}.mjs`)
    writeFileSync(broken, "throw new Error('no start')")
    const table = randomTable(9, 20, 50, 0)
    try {
      const store = open({ threads: 2, shareFrom: 0, memoryBytes: 0, workerEntry: pathToFileURL(broken) })
      for (let n = 0; n < 3; n++) {
        const { columns } = await store.compute(barsOf(table), named({ x: sma(5) }))
        expect(bitsOf(columns)).toEqual(bitsOf(computeFeatures(table, { x: sma(5) })))
        await new Promise((resolve) => setTimeout(resolve, 30))
      }
    } finally {
      rmSync(broken)
    }
  })
})

describe('a run', () => {
  const strategy = (
    own: string,
  ) => `import { defineStrategy, int, sma, rank, roc, on, customKernel, columnFeature, price } from 'throughline'
export default defineStrategy({
  name: 'kept',
  params: { fast: int({ default: 5, low: 2, high: 20 }) },
  features: ({ fast }) => ({
    fast: sma(fast), slow: sma(20), place: rank(roc(fast)), weekly: on('1w', sma(2)),
    own: ${own},
  }),
  decide(pulse) {
    for (const bar of pulse.bars) bar.target(bar.fast > bar.slow && bar.own > 0 && bar.place < 3 ? 10 : 0)
  },
})
`
  const undeclared =
    "customKernel({ name: 'own', inputs: [price.close], step: (_, [x]) => (x > 20 * fast ? 1 : 0) })"
  const random =
    "columnFeature({ name: 'own', inputs: [price.close], lookback: 0, compute: ([c]) => c.map(() => Math.random() - 0.5) })"
  let storeDir: string
  let runs: Store
  beforeEach(async () => {
    storeDir = mkdtempSync(join(tmpdir(), 'throughline-feature-run-'))
    runs = await openStore(storeDir, { mode: 'write', create: true })
    const made = generateBars({ seed: 5, instruments: 20, days: 300, start: '2019-01-01' })
    await registerSnapshot({ store: runs, storeDir }, 'made', (folder) =>
      sealBars({ folder, bars: made, interval: '1d', source: 'made', nowMs: 0 }),
    )
  })
  afterEach(async () => {
    await runs.close()
    rmSync(storeDir, { recursive: true, force: true })
  })
  let count = 0
  const run = (text: string, fast: number, featureStore?: FeatureStore) => {
    const strategyFile = join(storeDir, 'strategy.ts')
    writeFileSync(strategyFile, text)
    return runStrategy(
      { store: runs, storeDir, nowMs: 1_000, ...(featureStore === undefined ? {} : { featureStore }) },
      {
        strategyFile,
        snapshot: 'made',
        params: { fast },
        slice: everything,
        config: PLAIN_CONFIG,
        runId: `r${count++}`,
      },
    )
  }

  it.each([
    ['a function that closes over a parameter that it does not name', undeclared],
    ['a function that draws random numbers', random],
  ])('has one ledger, with and without kept columns and other threads, for %s', async (_, own) => {
    const text = strategy(own)
    const folder = join(storeDir, 'features')
    const kept = [
      open({ folder }),
      open({ threads: 3, shareFrom: 0, memoryBytes: 1e5, workerEntry: pathToFileURL(outfile) }),
    ]
    for (const fast of [5, 6]) {
      const plain = await run(text, fast)
      expect(plain.features).toMatchObject({ hits: 0, threads: 1 })
      for (const store of [...kept, ...kept, open({ folder })]) {
        expect((await run(text, fast, store)).run.ledgerHash).toBe(plain.run.ledgerHash)
      }
      const last = await run(text, fast, kept[0])
      expect(last.features).toMatchObject({ computed: own === random ? 1 : 0, notes: [] })
    }
  })

  it('that was stored before computes no features', async () => {
    const text = strategy(undeclared)
    const first = await run(text, 5)
    count--
    expect(await run(text, 5)).toMatchObject({
      outcome: 'existing',
      features: null,
      run: { runId: first.run.runId },
    })
  })
})
