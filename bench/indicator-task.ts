/** Indicators over one column of a million bars, one thread: ours by the whole column and bar by bar, and trading-signals. */
import { readFileSync } from 'node:fs'
import { ATR, BollingerBands, EMA, MACD, RSI, SMA, WMA } from 'trading-signals'
import { type Definition, runColumns } from '../src/indicators/definition.ts'
import { INDICATORS } from '../src/indicators/index.ts'
import { type Sample, sampleOf, timed } from './measure.ts'

/** Names in ours and in TA-Lib, with TA-Lib's defaults for the parameters. */
const INDICATOR_CASES = [
  ['sma', 'SMA', { period: 30 }],
  ['ema', 'EMA', { period: 30 }],
  ['wma', 'WMA', { period: 30 }],
  ['dema', 'DEMA', { period: 30 }],
  ['kama', 'KAMA', { period: 30 }],
  ['bbands', 'BBANDS', { period: 5 }],
  ['sar', 'SAR', {}],
  ['rsi', 'RSI', { period: 14 }],
  ['macd', 'MACD', {}],
  ['adx', 'ADX', { period: 14 }],
  ['cci', 'CCI', { period: 14 }],
  ['mfi', 'MFI', { period: 14 }],
  ['stoch', 'STOCH', {}],
  ['willr', 'WILLR', { period: 14 }],
  ['roc', 'ROC', { period: 10 }],
  ['atr', 'ATR', { period: 14 }],
  ['obv', 'OBV', {}],
  ['ad', 'AD', {}],
  ['stddev', 'STDDEV', { period: 5 }],
  ['linearreg', 'LINEARREG', { period: 14 }],
  ['correl', 'CORREL', { period: 30 }],
  ['ht-dcperiod', 'HT_DCPERIOD', {}],
  ['engulfing', 'CDLENGULFING', {}],
] as const

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
  readonly stream: Sample
  readonly tradingSignals: Sample | null
  /** Sum of the finite values of the first output, to compare with the peer's. */
  readonly sum: number
}

type Params = Parameters<typeof runColumns>[1]
type Columns = Readonly<Record<'open' | 'high' | 'low' | 'close' | 'volume', Float64Array>>

export function measureIndicators({ columns: file, bars, repetitions }: IndicatorInput): IndicatorFigures[] {
  const bytes = readFileSync(file)
  const column = (index: number): Float64Array =>
    new Float64Array(
      bytes.buffer.slice(bytes.byteOffset + 8 * bars * index, bytes.byteOffset + 8 * bars * (index + 1)),
    )
  const columns: Columns = {
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(4),
  }
  return INDICATOR_CASES.map(([name, talib, given]) => {
    const definition = named(name)
    const params = { ...defaultsOf(definition), ...given }
    // Two inputs that are no bar fields are correlated: high and low, as the peer is told.
    const inputs = definition.inputs.map(
      (input, index) => columns[input as keyof Columns] ?? (index === 0 ? columns.high : columns.low),
    )
    const outputs = definition.outputs.map(() => new Float64Array(bars))
    const repeat = (work: () => void): Sample =>
      sampleOf(Array.from({ length: repetitions }, () => timed(work).ms))
    const rival = RIVALS[name]
    const figures = {
      name,
      talib,
      column: repeat(() => {
        runColumns(definition, params, { inputs, outputs, start: 0, end: bars })
      }),
      sum: outputs[0]!.subarray(definition.lookback(params)).reduce((sum, value) => sum + value, 0),
    }
    return {
      ...figures,
      stream: repeat(() => {
        stream(definition, params, { inputs, bars })
      }),
      tradingSignals: rival === undefined ? null : sampleOf([timed(() => rival(columns)).ms]),
    }
  })
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

function stream(
  definition: Definition,
  params: Params,
  { inputs, bars }: { inputs: readonly Float64Array[]; bars: number },
): void {
  const state = definition.init(params)
  const input = new Float64Array(inputs.length)
  const output = new Float64Array(definition.outputs.length)
  for (let t = 0; t < bars; t++) {
    for (let k = 0; k < inputs.length; k++) input[k] = inputs[k]![t]!
    definition.step(state, input, output)
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
