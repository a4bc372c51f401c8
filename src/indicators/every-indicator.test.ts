/** What holds for every indicator of the registry, whatever it computes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createNormal, createRandom, type Random } from '../model/index.ts'
import { type Definition, type ParamSpecs, type ParamValues, runColumns, stepColumns } from './definition.ts'
import { mark, release, takeColumn } from './kernels/compiled.ts'
import { INDICATORS } from './registry.ts'
import { resumeState, saveState } from './state.ts'

const BARS = 280
/** More than two tiles. */
const LONG = 5_000

/** Scaling prices by a power of two changes no bit of these. */
const SCALE_FREE = (
  'rsi cmo cmou adx adxr dx plus-di minus-di mfi ultosc bop cci willr stoch stochf stochrsi kdj aroon er vhf vortex imi tsi ' +
  'smi roc rocp trix ppo correl beta zscore natr percentrank hammer harami engulfing doji realised-volatility'
).split(' ')

/** Bars of a random walk; the inputs that are not a bar's field are walks of their own. */
function randomInputs(definition: Definition, seed: number, bars: number): Float64Array[] {
  const random = createRandom(seed)
  const normal = createNormal(random)
  const columns: Record<string, Float64Array> = {}
  const names = ['open', 'high', 'low', 'close', 'volume', 'time', ...definition.inputs]
  for (const name of names) columns[name] = new Float64Array(bars)
  let close = 100
  for (let t = 0; t < bars; t++) {
    const open = close * Math.exp(0.004 * normal())
    close = open * Math.exp(0.015 * normal())
    columns['open']![t] = open
    columns['close']![t] = close
    columns['high']![t] = Math.max(open, close) * (1 + 0.008 * random())
    columns['low']![t] = Math.min(open, close) * (1 - 0.008 * random())
    columns['volume']![t] = Math.round(1_000 + 9_000 * random())
    columns['time']![t] = Date.UTC(2021, 0, 1) + t * 3_600_000
    for (const name of definition.inputs) {
      if (!['open', 'high', 'low', 'close', 'volume', 'time'].includes(name)) {
        columns[name]![t] = close * Math.exp(0.01 * normal())
      }
    }
  }
  return definition.inputs.map((name) => columns[name]!)
}

/** Values that no market has, but a spread, a rate or another feature may. */
const STRANGE: Readonly<Record<string, (random: Random) => number>> = {
  '0 and -0': (random) => (random() < 0.7 ? 0 : random() < 0.5 ? -0 : 1),
  'less than 0 and equal': (random) => Math.floor(random() * 3) - 1,
  'next to nothing': (random) => (random() - 0.3) * 1e-310,
  'large and close': (random) => 1e15 + random(),
  'all the same': () => 7.7,
  'far apart': (random) => (random() < 0.02 ? 1e12 : 1),
}

/** Inputs of such values; a bar's high and low are the most and the least of it, and its volume is not negative. */
function strangeInputs(
  definition: Definition,
  make: (random: Random) => number,
  seed: number,
): Float64Array[] {
  const random = createRandom(seed, 11)
  const inputs = definition.inputs.map(() => Float64Array.from({ length: BARS }, () => make(random)))
  const column = (name: string): Float64Array | undefined => inputs[definition.inputs.indexOf(name)]
  const prices = ['open', 'high', 'low', 'close'].map(column).filter((prices) => prices !== undefined)
  for (let t = 0; t < BARS; t++) {
    const values = prices.map((price) => price[t]!)
    const [high, low, volume, time] = ['high', 'low', 'volume', 'time'].map(column)
    if (high !== undefined) high[t] = Math.max(...values)
    if (low !== undefined) low[t] = Math.min(...values)
    if (volume !== undefined) volume[t] = Math.abs(volume[t]!)
    if (time !== undefined) time[t] = Date.UTC(2021, 0, 1) + t * 3_600_000
  }
  return inputs
}

/** Random parameters in the lower part of their range that go together; of every third seed some are the least there may be. */
function randomParams(definition: Definition, seed: number): ParamValues<ParamSpecs> {
  const random = createRandom(seed, 7)
  const least = seed % 3 === 1 ? 0.6 : 0
  for (let attempt = 0; attempt < 1_000; attempt++) {
    const params = Object.fromEntries(
      Object.entries(definition.params).map(([name, spec]) => {
        if ('options' in spec) return [name, spec.options[Math.floor(random() * spec.options.length)]!]
        if (attempt === 0 && seed % 5 === 0) return [name, spec.default]
        const high = Math.min(
          spec.high ?? Number.POSITIVE_INFINITY,
          Math.max(spec.low, spec.default) * 1.6 + 1,
        )
        const low = Math.max(spec.low, -1 - Math.abs(spec.default))
        if (random() < least) return [name, low]
        const value = low + random() * (high - low)
        return [name, spec.integer === true ? Math.floor(value) : value]
      }),
    ) as ParamValues<ParamSpecs>
    if (definition.check?.(params) === undefined) return params
  }
  throw new Error(`no parameters of ${definition.name} go together`)
}

function blank(definition: Definition, bars: number): Float64Array[] {
  return definition.outputs.map(() => new Float64Array(bars).fill(Number.NaN))
}

/** Equal bits; all NaNs are alike. */
function expectSameBits(found: readonly Float64Array[], wanted: readonly Float64Array[]): void {
  found.forEach((column, k) => {
    for (let t = 0; t < column.length; t++) {
      if (!Object.is(column[t], wanted[k]![t])) expect(`[${t}] ${column[t]}`).toBe(`[${t}] ${wanted[k]![t]}`)
    }
  })
}

const seeds = fc.integer({ min: 0, max: 100_000 })

describe.each(INDICATORS.map((definition) => [definition.name, definition] as const))(
  '%s',
  (_, definition) => {
    it('gives the same bits bar by bar as over a column, wherever the column starts', () => {
      fc.assert(
        fc.property(
          seeds,
          fc.integer({ min: 0, max: 30 }),
          fc.integer({ min: 0, max: BARS }),
          (seed, start, end) => {
            const inputs = randomInputs(definition, seed, BARS)
            const params = randomParams(definition, seed)
            const fast = blank(definition, BARS)
            const plain = blank(definition, BARS)
            runColumns(definition, params, { inputs, outputs: fast, start, end: Math.max(start, end) })
            stepColumns(definition, params, { inputs, outputs: plain, start, end: Math.max(start, end) })
            expectSameBits(
              fast.map((column) =>
                column.subarray(start + definition.lookback(params), Math.max(start, end)),
              ),
              plain.map((column) =>
                column.subarray(start + definition.lookback(params), Math.max(start, end)),
              ),
            )
          },
        ),
        { numRuns: 20 },
      )
    })

    it.each(Object.keys(STRANGE))('gives the same bits on values that are %s', (kind) => {
      for (let seed = 0; seed < 6; seed++) {
        const inputs = strangeInputs(definition, STRANGE[kind]!, seed)
        const params = randomParams(definition, seed)
        const rows = { inputs, start: seed % 3, end: BARS - (seed % 4) }
        const fast = blank(definition, BARS)
        const plain = blank(definition, BARS)
        runColumns(definition, params, { ...rows, outputs: fast })
        stepColumns(definition, params, { ...rows, outputs: plain })
        const warm = rows.start + definition.lookback(params)
        const own = (column: Float64Array): Float64Array => column.subarray(warm, rows.end)
        expectSameBits(fast.map(own), plain.map(own))
      }
    })

    it('gives the same bits over many tiles of rows, where the columns lie in the memory of the loops and elsewhere', () => {
      for (const seed of [5, 6, 7]) {
        const inputs = randomInputs(definition, seed, LONG)
        const params = randomParams(definition, seed)
        const rows = { start: 3, end: LONG - 2 }
        const warm = rows.start + definition.lookback(params)
        const plain = blank(definition, LONG)
        stepColumns(definition, params, { inputs, outputs: plain, ...rows })
        const elsewhere = blank(definition, LONG)
        runColumns(definition, params, { inputs, outputs: elsewhere, ...rows })
        expectSameBits(elsewhere, plain)
        const height = mark()
        const lanes = [...inputs, ...elsewhere].map((column) => {
          const lane = takeColumn(LONG)
          lane.set(column)
          return lane
        })
        const outputs = lanes.slice(inputs.length)
        for (const output of outputs) output.fill(Number.NaN)
        runColumns(definition, params, { inputs: lanes.slice(0, inputs.length), outputs, ...rows })
        release(height)
        const own = (columns: readonly Float64Array[]): Float64Array[] =>
          columns.map((column) => column.slice(warm, rows.end))
        expectSameBits(own(outputs), own(plain))
      }
    })

    it('has its first value exactly at its lookback and a finite one at every bar from there', () => {
      fc.assert(
        fc.property(seeds, (seed) => {
          const inputs = randomInputs(definition, seed, BARS)
          const params = randomParams(definition, seed)
          const lookback = definition.lookback(params)
          const state = definition.init(params)
          const input = new Float64Array(inputs.length)
          const output = new Float64Array(definition.outputs.length).fill(Number.NaN)
          let first = -1
          for (let t = 0; t < BARS; t++) {
            for (let k = 0; k < input.length; k++) input[k] = inputs[k]![t]!
            definition.step(state, input, output)
            const finite = output.every((value) => Number.isFinite(value))
            if (finite && first === -1) first = t
            if (first !== -1 && !finite && definition.gaps === undefined)
              expect(`${t}: ${output}`).toBe('finite')
          }
          if (definition.settles !== undefined) expect(first).toBeLessThan(lookback)
          else if (definition.gaps === undefined) expect(first).toBe(lookback < BARS ? lookback : -1)
          else if (first !== -1) expect(first).toBeGreaterThanOrEqual(lookback)
        }),
        { numRuns: 12 },
      )
    })

    it('is the same when its state is saved as text and resumed in between', () => {
      fc.assert(
        fc.property(seeds, fc.integer({ min: 0, max: BARS - 1 }), (seed, cut) => {
          const inputs = randomInputs(definition, seed, BARS)
          const params = randomParams(definition, seed)
          const run = (state: object, from: number, to: number): Float64Array[] => {
            const outputs = blank(definition, BARS)
            const input = new Float64Array(inputs.length)
            const output = new Float64Array(definition.outputs.length).fill(Number.NaN)
            for (let t = from; t < to; t++) {
              for (let k = 0; k < input.length; k++) input[k] = inputs[k]![t]!
              definition.step(state, input, output)
              if (t >= definition.lookback(params)) output.forEach((value, k) => (outputs[k]![t] = value))
            }
            return outputs
          }
          const whole = run(definition.init(params), 0, BARS)
          const state = definition.init(params)
          run(state, 0, cut)
          const text = JSON.stringify(saveState(state))
          const rest = run(resumeState(definition.init(params), JSON.parse(text)), cut, BARS)
          expectSameBits(
            rest.map((column) => column.subarray(cut)),
            whole.map((column) => column.subarray(cut)),
          )
        }),
        { numRuns: 12 },
      )
    })

    it('does not change the past when the future is cut off or poisoned', () => {
      fc.assert(
        fc.property(seeds, fc.integer({ min: 1, max: BARS }), (seed, cut) => {
          const inputs = randomInputs(definition, seed, BARS)
          const params = randomParams(definition, seed)
          const whole = blank(definition, BARS)
          const truncated = blank(definition, BARS)
          const poisoned = blank(definition, BARS)
          runColumns(definition, params, { inputs, outputs: whole, start: 0, end: BARS })
          runColumns(definition, params, { inputs, outputs: truncated, start: 0, end: cut })
          const poison = inputs.map((column) =>
            column.map((value, t) => (t < cut ? value : t % 2 ? 1e300 : Number.NaN)),
          )
          runColumns(definition, params, { inputs: poison, outputs: poisoned, start: 0, end: BARS })
          const past = whole.map((column) => column.subarray(0, cut))
          const warm = Math.min(definition.lookback(params), cut)
          const known = (columns: Float64Array[]): Float64Array[] => columns.map((c) => c.subarray(warm, cut))
          expectSameBits(known(truncated), known(past))
          expectSameBits(known(poisoned), known(past))
        }),
        { numRuns: 12 },
      )
    })

    it('is finite on bars that never move and have no volume', () => {
      const inputs = definition.inputs.map((name) => {
        if (name === 'volume') return new Float64Array(BARS)
        return name === 'time'
          ? randomInputs(definition, 1, BARS)[definition.inputs.indexOf(name)]!
          : new Float64Array(BARS).fill(123.456)
      })
      const params = randomParams(definition, 5)
      const outputs = blank(definition, BARS)
      runColumns(definition, params, { inputs, outputs, start: 0, end: BARS })
      outputs.forEach((column) => {
        column.subarray(definition.lookback(params)).forEach((value) => {
          if (!Number.isFinite(value) && !(definition.gaps !== undefined && Number.isNaN(value)))
            expect(value).toBe('finite')
        })
      })
    })
  },
)

describe('a ratio of prices', () => {
  it.each(SCALE_FREE)('%s says the same of prices of any size', (name) => {
    const definition = INDICATORS.find((each) => each.name === name)!
    const inputs = randomInputs(definition, 9, BARS)
    const small = inputs.map((column, k) =>
      ['volume', 'time'].includes(definition.inputs[k]!) ? column : column.map((value) => value * 2 ** -40),
    )
    const params = randomParams(definition, 5)
    const run = (columns: readonly Float64Array[]): Float64Array[] => {
      const outputs = blank(definition, BARS)
      runColumns(definition, params, { inputs: columns, outputs, start: 0, end: BARS })
      return outputs
    }
    expectSameBits(run(small), run(inputs))
  })
})

describe.each(
  INDICATORS.filter(({ wide }) => wide !== undefined).map(
    (definition) => [definition.name, definition] as const,
  ),
)('%s over all instruments at once', (_, definition) => {
  it('gives the same bits for many instruments at once', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 1, max: 19 }),
        fc.integer({ min: 0, max: 20 }),
        (seed, count, start) => {
          const params = randomParams(definition, seed)
          const each = Array.from({ length: count }, (_, i) => randomInputs(definition, seed + i, BARS))
          const [from, stride] = [2, count + 3]
          const inputs = definition.inputs.map((_, k) => {
            const column = new Float64Array(stride * BARS)
            each.forEach((own, i) => own[k]!.forEach((value, t) => (column[t * stride + from + i] = value)))
            return column
          })
          const outputs = blank(definition, stride * BARS)
          definition.wide!(params, { inputs, outputs, stride, from, count, start, end: BARS })
          const warm = start + definition.lookback(params)
          each.forEach((own, i) => {
            const plain = blank(definition, BARS)
            stepColumns(definition, params, { inputs: own, outputs: plain, start, end: BARS })
            const lane = outputs.map((column) =>
              Float64Array.from({ length: BARS }, (_, t) => column[t * stride + from + i]!),
            )
            expectSameBits(
              lane.map((column) => column.subarray(warm)),
              plain.map((column) => column.subarray(warm)),
            )
          })
          outputs.forEach((column) => {
            column.forEach((value, row) => {
              const lane = (row % stride) - from
              if (lane < 0 || lane >= count) expect(value).toBeNaN()
            })
          })
        },
      ),
      { numRuns: 20 },
    )
  })
})
