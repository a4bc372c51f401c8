/** Indicators over one column of a million bars, one thread: ours by the whole column and bar by bar, and trading-signals. */
import { readFileSync } from 'node:fs'
import { ATR, BollingerBands, EMA, MACD, RSI, SMA, WMA } from 'trading-signals'
import { type Definition, runColumns } from '../src/indicators/definition.ts'
import { INDICATORS } from '../src/indicators/index.ts'
import { mark, release, takeColumn } from '../src/indicators/kernels/compiled.ts'
import { type Sample, sampleOf } from './measure.ts'
import { measureProofs, type ProofFigures } from './proof-task.ts'
import { talibNames } from './talib-names.ts'

/** Names in ours and in TA-Lib, and the period of both; where there is none, the defaults of both, which are the same. */
export const INDICATOR_CASES: readonly (readonly [name: string, talib: string, period?: number])[] = [
  ['sma', 'SMA', 30],
  ['ema', 'EMA', 30],
  ['wma', 'WMA', 30],
  ['dema', 'DEMA', 30],
  ['tema', 'TEMA', 30],
  ['trima', 'TRIMA', 30],
  ['t3', 'T3', 5],
  ['kama', 'KAMA', 30],
  ['bbands', 'BBANDS', 5],
  ['midprice', 'MIDPRICE', 14],
  ['sar', 'SAR'],
  ['rsi', 'RSI', 14],
  ['macd', 'MACD'],
  ['apo', 'APO'],
  ['adx', 'ADX', 14],
  ['dx', 'DX', 14],
  ['plus-di', 'PLUS_DI', 14],
  ['aroon', 'AROON', 14],
  ['cci', 'CCI', 14],
  ['mfi', 'MFI', 14],
  ['stoch', 'STOCH'],
  ['stochrsi', 'STOCHRSI'],
  ['willr', 'WILLR', 14],
  ['ultosc', 'ULTOSC'],
  ['trix', 'TRIX', 30],
  ['roc', 'ROC', 10],
  ['mom', 'MOM', 10],
  ['atr', 'ATR', 14],
  ['natr', 'NATR', 14],
  ['obv', 'OBV'],
  ['ad', 'AD'],
  ['adosc', 'ADOSC'],
  ['max', 'MAX', 30],
  ['stddev', 'STDDEV', 5],
  ['linearreg', 'LINEARREG', 14],
  ['tsf', 'TSF', 14],
  ['correl', 'CORREL', 30],
  ['beta', 'BETA', 5],
  ['ht-dcperiod', 'HT_DCPERIOD'],
  ['engulfing', 'CDLENGULFING'],
  ['doji', 'CDLDOJI'],
]

export interface IndicatorInput {
  /** Five columns of doubles, one after another: open, high, low, close, volume. */
  readonly columns: string
  readonly bars: number
  readonly repetitions: number
}

export interface IndicatorFigures {
  readonly name: string
  readonly talib: string
  /** Milliseconds for all bars. */
  readonly column: Sample
  /** Nanoseconds of one streaming update, and bytes that it allocates. */
  readonly streamNs: Sample
  readonly streamBytes: number
  readonly tradingSignals: Sample | null
  /** Sum of the finite values of the first output, to compare with the peer's. */
  readonly sum: number
}

/** Milliseconds of processor time that `work` took: what other programs took of the machine meanwhile is not in it. */
function processorMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e3
}

type Params = Parameters<typeof runColumns>[1]
type Columns = Readonly<Record<'open' | 'high' | 'low' | 'close' | 'volume', Float64Array>>

/** One of the registry that TA-Lib may have too, at its own defaults. */
export interface OtherFigures {
  readonly name: string
  /** What TA-Lib may call it. */
  readonly talib: readonly string[]
  readonly period: number | undefined
  readonly column: Sample
}

export interface IndicatorReport {
  /** All of the registry. */
  readonly others: readonly OtherFigures[]
  readonly indicators: readonly IndicatorFigures[]
  /** Bare loops over the same column: what this machine gives at the moment. */
  readonly yardsticks: readonly { readonly name: string; readonly column: Sample }[]
  readonly proofs: readonly ProofFigures[]
}

export function measureIndicators({ columns: file, bars, repetitions }: IndicatorInput): IndicatorReport {
  const bytes = readFileSync(file)
  const column = (index: number): Float64Array => {
    const lane = takeColumn(bars)
    lane.set(
      new Float64Array(
        bytes.buffer.slice(bytes.byteOffset + 8 * bars * index, bytes.byteOffset + 8 * bars * (index + 1)),
      ),
    )
    return lane
  }
  const columns: Columns = {
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(4),
  }
  const repeat = (work: () => void): Sample =>
    sampleOf(Array.from({ length: repetitions }, () => processorMs(work)))
  const target = new Float64Array(bars)
  return {
    yardsticks: YARDSTICKS.map(([name, loop]) => ({
      name,
      column: repeat(() => {
        loop(columns.close, target)
      }),
    })),
    others: INDICATORS.map((definition) => measureOther(definition, { columns, bars, repeat })),
    indicators: INDICATOR_CASES.map((each) => measureOne(each, { columns, bars, repeat })),
    proofs: measureProofs(3),
  }
}

const YARDSTICKS: readonly (readonly [string, (input: Float64Array, output: Float64Array) => void])[] = [
  [
    'copy',
    (input, output) => {
      for (let t = 0; t < input.length; t++) output[t] = input[t]!
    },
  ],
  [
    'running sum',
    (input, output) => {
      let sum = 0
      for (let t = 0; t < input.length; t++) {
        sum += input[t]!
        output[t] = sum
      }
    },
  ],
]

interface Ground {
  readonly columns: Columns
  readonly bars: number
  readonly repeat: (work: () => void) => Sample
}

function measureOther(definition: Definition, { columns, bars, repeat }: Ground): OtherFigures {
  const params = defaultsOf(definition)
  const { period } = params
  const height = mark()
  const outputs = definition.outputs.map(() => takeColumn(bars))
  const run = { inputs: inputsOf(definition, columns), outputs, start: 0, end: bars }
  const column = repeat(() => {
    runColumns(definition, params, run)
  })
  release(height)
  return {
    name: definition.name,
    talib: talibNames(definition),
    period: typeof period === 'number' ? period : undefined,
    column,
  }
}

/** Two inputs that are no bar fields are correlated: high and low, as the peer is told. */
function inputsOf(definition: Definition, columns: Columns): Float64Array[] {
  return definition.inputs.map(
    (input, index) => columns[input as keyof Columns] ?? (index === 0 ? columns.high : columns.low),
  )
}

function measureOne(
  [name, talib, period]: (typeof INDICATOR_CASES)[number],
  { columns, bars, repeat }: Ground,
): IndicatorFigures {
  const definition = named(name)
  const params = { ...defaultsOf(definition), ...(period === undefined ? {} : { period }) }
  const inputs = inputsOf(definition, columns)
  const height = mark()
  const outputs = definition.outputs.map(() => takeColumn(bars))
  const rival = RIVALS[name]
  const column = repeat(() => {
    runColumns(definition, params, { inputs, outputs, start: 0, end: bars })
  })
  const run = { definition, params, inputs, bars: Math.min(bars, STREAMED) }
  const streamed = repeat(() => {
    stream(run)
  })
  const nanoseconds = (ms: number): number => (1e6 * ms) / run.bars
  const sum = outputs[0]!.subarray(definition.lookback(params)).reduce((sum, value) => sum + value, 0)
  release(height)
  return {
    name,
    talib,
    column,
    sum,
    streamNs: {
      ...streamed,
      first: nanoseconds(streamed.first),
      median: nanoseconds(streamed.median),
      least: nanoseconds(streamed.least),
    },
    streamBytes: allocatedBy(run),
    tradingSignals:
      rival === undefined ? null : sampleOf([1, 2, 3].map(() => processorMs(() => rival(columns)))),
  }
}

/** Updates of one measurement of streaming. */
const STREAMED = 200_000
/** Updates whose allocations are weighed: few enough that no collection falls among them. */
const WEIGHED = 20_000

interface StreamRun {
  readonly definition: Definition
  readonly params: Params
  readonly inputs: readonly Float64Array[]
  readonly bars: number
}

/** Bytes of the heap that an update takes, the state and its arrays left out: the median of several tries. */
function allocatedBy(run: StreamRun): number {
  const step = streamer(run)
  step(0, WEIGHED)
  const tries = Array.from({ length: 7 }, () => {
    const before = process.memoryUsage().heapUsed
    step(0, WEIGHED)
    return process.memoryUsage().heapUsed - before
  })
  return Math.max(0, sampleOf(tries).median) / WEIGHED
}

function named(name: string): Definition {
  const definition = INDICATORS.find((each) => each.name === name)
  if (definition === undefined) throw new Error(`No indicator is named '${name}'.`)
  return definition
}

function defaultsOf(definition: Definition): Params {
  return Object.fromEntries(
    Object.entries(definition.params).map(([name, spec]) => [name, spec.default]),
  ) as Params
}

function stream(run: StreamRun): void {
  streamer(run)(0, run.bars)
}

/** Takes bars from one index up to but not including another. */
function streamer({ definition, params, inputs }: StreamRun): (from: number, to: number) => void {
  const state = definition.init(params)
  const input = new Float64Array(inputs.length)
  const output = new Float64Array(definition.outputs.length)
  return (from, to) => {
    for (let t = from; t < to; t++) {
      for (let k = 0; k < inputs.length; k++) input[k] = inputs[k]![t]!
      definition.step(state, input, output)
    }
  }
}

const closes =
  (create: () => { add(value: number): unknown }) =>
  ({ close }: Columns): void => {
    const indicator = create()
    for (let t = 0; t < close.length; t++) indicator.add(close[t]!)
  }

const RIVALS: Readonly<Record<string, (columns: Columns) => void>> = {
  sma: closes(() => new SMA(30)),
  ema: closes(() => new EMA(30)),
  wma: closes(() => new WMA(30)),
  rsi: closes(() => new RSI(14)),
  bbands: closes(() => new BollingerBands(5, 2)),
  macd: closes(() => new MACD(new EMA(12), new EMA(26), new EMA(9))),
  atr: ({ high, low, close }) => {
    const indicator = new ATR(14)
    for (let t = 0; t < close.length; t++) {
      indicator.add({ high: high[t]!, low: low[t]!, close: close[t]! })
    }
  },
}
