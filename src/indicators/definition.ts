/**
 * The one contract of an indicator: a kernel with explicit, plain state. `step` takes one bar; a column is the same steps
 * in a row; where a loop over the whole column is faster it stands beside `step` as `columns` and gives the same bits
 * (held by every-indicator.test.ts for all of them).
 *
 * A kernel never sees a warm-up value of another one: it is fed from the first bar at which all its inputs are warm.
 */
import { type BarField, type Interval, PRICE_FIELDS } from '../model/index.ts'
import { NoRoomError } from './kernels/tiles.ts'

/** What a bar offers as input: its five fields, its opening and its closing instant (epoch ms). */
export type BarInput = BarField | 'time' | 'closeTime'

export const BAR_INPUTS: readonly BarInput[] = [...PRICE_FIELDS, 'time', 'closeTime']

export interface NumberParam {
  readonly default: number
  /** Smallest permitted value, inclusive. */
  readonly low: number
  /** Largest permitted value, inclusive; unlimited where absent. */
  readonly high?: number
  /** True where the value is a count. */
  readonly integer?: boolean
}

export interface ChoiceParam {
  readonly default: string
  readonly options: readonly string[]
}

export type ParamSpec = NumberParam | ChoiceParam
export type ParamSpecs = Readonly<Record<string, ParamSpec>>

export type ParamValues<P extends ParamSpecs> = {
  readonly [K in keyof P]: P[K] extends { readonly options: readonly (infer V)[] } ? V : number
}

/** One run of a kernel over a column: rows `start` (inclusive) to `end` (exclusive) of every input and output. */
export interface ColumnRun {
  readonly inputs: readonly Float64Array[]
  /** Written from `start + lookback` on; what lies before stays as it is. Never one of the inputs. */
  readonly outputs: readonly Float64Array[]
  readonly start: number
  readonly end: number
  /** True where the inputs are for this run alone, so that a function that could change them needs no copies. */
  readonly ownsInputs?: boolean
}

/** One run of a kernel over several instruments that all have a bar at every pulse: row = pulse x stride + instrument. */
export interface WideColumns {
  /** Row-aligned, as the outputs. */
  readonly inputs: readonly Float64Array[]
  /** Written from pulse `start + lookback` on; what lies between may be overwritten. */
  readonly outputs: readonly Float64Array[]
  readonly stride: number
  /** Instruments `from` up to but not including `from + count`. */
  readonly from: number
  readonly count: number
  /** Pulses `start` up to but not including `end`. */
  readonly start: number
  readonly end: number
}

export interface IndicatorDefinition<
  P extends ParamSpecs = ParamSpecs,
  I extends string = string,
  O extends string = string,
  S extends object = object,
> {
  /** Kebab-case, unique; it is what `indicators compute NAME` and a feature's key say. */
  readonly name: string
  readonly title: string
  /** In the order in which a call gives them as plain values. */
  readonly params: P
  /** Names of the inputs: a bar's field is its own default, any other name is an input that a call must give. */
  readonly inputs: readonly I[]
  /** The first is what the feature itself stands for. */
  readonly outputs: readonly [O, ...(readonly O[])]
  /** Index of the first value, counted from the first bar at which all inputs have one. */
  readonly lookback: (params: ParamValues<P>) => number
  /** A fresh state: numbers, booleans, constant texts, Float64Arrays and nested states, all that `step` remembers. */
  readonly init: (params: ParamValues<P>) => S
  /** Takes one value of each input; writes each output from bar `lookback` on. Allocates nothing. */
  readonly step: (state: S, input: Float64Array, output: Float64Array) => void
  /** The same bits over a whole column. */
  readonly columns?: (params: ParamValues<P>, run: ColumnRun) => void
  /** The same bits for many instruments at once; true where every value that it wrote is finite. */
  readonly wide?: (params: ParamValues<P>, run: WideColumns) => boolean
  /** A sentence why these parameters do not go together, or undefined. */
  readonly check?: (params: ParamValues<P>) => string | undefined
  /** Says why values before `lookback` are withheld, where the kernel could give some. */
  readonly settles?: string
  /** Says when a value after the warm-up may be NaN; absent where none may. */
  readonly gaps?: string
}

/** One pulse of a cross-section: values of the instruments that have a bar and are warm, ascending by instrument id. */
export interface AcrossRun {
  /** One an input, all of one length, every value a number. */
  readonly inputs: readonly Float64Array[]
  /** One an output, of that length, to be written. */
  readonly outputs: readonly Float64Array[]
}

/** What a definition of `compose/` is beside its kernel. */
export interface Composition {
  /** `columns`: whole columns only, it cannot stream; `across`: pulse by pulse over the instruments. */
  readonly form: 'kernel' | 'columns' | 'across'
  /** What makes two definitions of one name and key the same one, where they are two objects. */
  readonly origin?: readonly unknown[]
  /** True where the bars decide when the first value comes: `lookback` bars at the earliest, NaN until then. */
  readonly isLate?: boolean
  /** The interval of the bars that the node makes of the data's. */
  readonly frame?: Interval
  readonly across?: (params: ParamValues<ParamSpecs>, run: AcrossRun) => void
}

/** A definition whose type parameters do not matter any more: what a planner or a list works with. */
export interface Definition {
  readonly name: string
  readonly title: string
  readonly params: ParamSpecs
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  lookback(params: ParamValues<ParamSpecs>): number
  init(params: ParamValues<ParamSpecs>): object
  step(state: object, input: Float64Array, output: Float64Array): void
  columns?(params: ParamValues<ParamSpecs>, run: ColumnRun): void
  wide?(params: ParamValues<ParamSpecs>, run: WideColumns): boolean
  check?(params: ParamValues<ParamSpecs>): string | undefined
  readonly settles?: string
  readonly gaps?: string
  readonly composed?: Composition
}

/** A parameter that counts bars. */
export function bars(byDefault: number, low = 1): NumberParam {
  return { default: byDefault, low, integer: true }
}

/** Runs a kernel over a column: its own loop where it has one and what that remembers has room, else bar by bar. */
export function runColumns(definition: Definition, params: ParamValues<ParamSpecs>, run: ColumnRun): void {
  if (definition.columns === undefined) stepColumns(definition, params, run)
  else if (run.start + definition.lookback(params) < run.end) {
    try {
      definition.columns(params, run)
    } catch (error) {
      if (!(error instanceof NoRoomError)) throw error
      stepColumns(definition, params, run)
    }
  }
}

/** The plain form of `columns`: `step` for every row. */
export function stepColumns(definition: Definition, params: ParamValues<ParamSpecs>, run: ColumnRun): void {
  const { inputs, outputs, start, end } = run
  const warm = start + definition.lookback(params)
  if (warm >= end) return
  const state = definition.init(params)
  const input = new Float64Array(inputs.length)
  const output = new Float64Array(outputs.length).fill(Number.NaN)
  for (let t = start; t < end; t++) {
    for (let k = 0; k < inputs.length; k++) input[k] = inputs[k]![t]!
    definition.step(state, input, output)
    if (t >= warm) for (let k = 0; k < outputs.length; k++) outputs[k]![t] = output[k]!
  }
}
