/**
 * Functions of whole columns: another library's, or one's own. They get all bars of an instrument at once, so nothing but the
 * look-ahead proof (validation/) can say that they use no later bar, and they cannot run bar by bar.
 */
import { UsageError } from '../../model/index.ts'
import { createFeature, type IndicatorFeature } from '../define.ts'
import type { ColumnRun, Definition, ParamSpecs, ParamValues } from '../definition.ts'
import { type Feature, price } from '../feature.ts'
import { checkCustom, specsOf } from './custom-kernel.ts'

/** What a function may give for a column: one number a bar. */
export type Column = ArrayLike<number>

interface ColumnShape<O extends string> {
  /** Kebab-case. */
  readonly name: string
  /** Bars before the first value; what the function gives for them is not read. */
  readonly lookback: number
  /** Names of the outputs; absent where there is one. The first is what the feature itself stands for. */
  readonly outputs?: readonly [O, ...(readonly O[])]
  /** `end`: the function gives nothing for the `lookback` bars, so that its last value is that of the last bar. */
  readonly align?: 'start' | 'end'
}

export interface ColumnFeature<O extends string> extends ColumnShape<O> {
  /** The values that `compute` uses from around it: two functions of one name must differ here. */
  readonly params?: Readonly<Record<string, number | string>>
  readonly inputs: readonly Feature[]
  /**
   * Gets one array an input, of one length, from the first bar at which all inputs have a value to the instrument's last bar.
   * Gives a column, or an object of columns by output. The arrays are copies.
   */
  readonly compute: (columns: readonly Float64Array[]) => Column | Readonly<Record<O, Column>>
}

/**
 * A feature of a function over whole columns of each instrument. Computing throws `UsageError` COLUMN_LENGTH where another
 * length comes back and FEATURE_FAILED where it throws; `DataError` FEATURE_NOT_FINITE where a value after `lookback` is none.
 *
 * @example columnFeature({ name: 'their-sma', inputs: [price.close], lookback: 9, compute: ([close]) => library.sma(close, 10) })
 */
export function columnFeature<const O extends string = 'value'>(
  given: ColumnFeature<O>,
): IndicatorFeature<O> {
  const { name, inputs, lookback, params = {}, compute } = given
  checkCustom({ name, lookback, inputs })
  const definition = columnDefinition(given, {
    params: specsOf(params),
    inputs: inputs.map((_, index) => `input${index + 1}`),
    lookback: () => lookback,
    compute: (columns) => compute(columns),
    origin: [compute, lookback, given.align],
  })
  return createFeature(definition, inputs, params) as IndicatorFeature<O>
}

export interface ColumnAdapter<P extends ParamSpecs, O extends string>
  extends Omit<ColumnShape<O>, 'lookback'> {
  /** Parameters of the feature's calls, as in `defineIndicator`. */
  readonly params: P
  readonly lookback: (params: ParamValues<P>) => number
  readonly compute: (
    columns: readonly Float64Array[],
    params: ParamValues<P>,
  ) => Column | Readonly<Record<O, Column>>
}

/** The features that take the place of the inputs, in order; the close where absent. */
export type AdaptedInputs = Feature | readonly Feature[]

/**
 * Makes an indicator of another library's function: `const wma = adaptColumns({ name: 'their-wma', params: { period: bars(10) },
 * lookback: ({ period }) => period - 1, align: 'end', compute: ([close], { period }) => library.wma(close, period) })`, then
 * `wma({ period: 20 })` or `wma({ period: 20 }, [price.high])`.
 */
export function adaptColumns<const P extends ParamSpecs, const O extends string = 'value'>(
  given: ColumnAdapter<P, O>,
): (params?: Partial<ParamValues<P>>, inputs?: AdaptedInputs) => IndicatorFeature<O> {
  checkCustom({ name: given.name, lookback: 0, inputs: [price.close] })
  const byInputs = new Map<number, Definition>()
  return (params = {}, inputs = [price.close]) => {
    const list = Array.isArray(inputs) ? (inputs as readonly Feature[]) : [inputs as Feature]
    checkCustom({ name: given.name, lookback: 0, inputs: list })
    const definition =
      byInputs.get(list.length) ??
      columnDefinition(given, {
        params: given.params,
        inputs: list.map((_, index) => `input${index + 1}`),
        lookback: (values) => given.lookback(values as ParamValues<P>),
        compute: (columns, values) => given.compute(columns, values as ParamValues<P>),
        origin: [given],
      })
    byInputs.set(list.length, definition)
    return createFeature(definition, list, params) as IndicatorFeature<O>
  }
}

interface ColumnParts {
  readonly params: ParamSpecs
  readonly inputs: readonly string[]
  readonly lookback: (params: ParamValues<ParamSpecs>) => number
  readonly compute: (columns: readonly Float64Array[], params: ParamValues<ParamSpecs>) => unknown
  readonly origin: readonly unknown[]
}

function columnDefinition(
  { name, outputs = ['value' as never], align = 'start' }: Omit<ColumnShape<string>, 'lookback'>,
  { params, inputs, lookback, compute, origin }: ColumnParts,
): Definition {
  return Object.freeze({
    name,
    title: name,
    params,
    inputs,
    outputs,
    lookback,
    init: () => ({}),
    step() {
      throw new UsageError(
        'FEATURE_CANNOT_STREAM',
        `'${name}' is a function of whole columns and cannot run bar by bar.`,
        { feature: name },
      )
    },
    columns(values, run) {
      const { start, end } = run
      const copies = run.inputs.map((column) =>
        run.ownsInputs === true ? column.subarray(start, end) : column.slice(start, end),
      )
      const given = compute(copies, values)
      const skipped = align === 'end' ? lookback(values) : 0
      takeColumns({ name, outputs, given, skipped, from: lookback(values) }, run)
    },
    composed: { form: 'columns', origin },
  } satisfies Definition)
}

interface Given {
  readonly name: string
  readonly outputs: readonly string[]
  readonly given: unknown
  /** Bars at the start for which nothing is given. */
  readonly skipped: number
  /** Bars at the start that are not read. */
  readonly from: number
}

/** Copies what came back, from the first bar with a value on. */
function takeColumns({ name, outputs, given, skipped, from }: Given, run: ColumnRun): void {
  const { start, end } = run
  const wanted = end - start - skipped
  outputs.forEach((output, index) => {
    const column = isColumn(given)
      ? outputs.length === 1 && given
      : (given as Readonly<Record<string, unknown>> | null | undefined)?.[output]
    if (!isColumn(column)) {
      const shape =
        outputs.length === 1 ? 'an array of numbers' : `an object with the arrays ${outputs.join(', ')}`
      throw badColumn(
        name,
        `must give ${shape}, but ${index === 0 ? 'it gave something else' : `'${output}' is none`}`,
      )
    }
    if (column.length !== wanted) {
      throw badColumn(
        name,
        `was given ${end - start} bars and must give ${wanted} values${
          skipped > 0 ? ` (its lookback of ${skipped} bars left out)` : ''
        }, but it gave ${column.length}`,
      )
    }
    const target = run.outputs[index]!
    if (column instanceof Float64Array) {
      target.set(column.subarray(from - skipped), start + from)
      return
    }
    for (let t = from; t < end - start; t++) {
      const value: unknown = column[t - skipped]
      target[start + t] = typeof value === 'number' ? value : Number.NaN
    }
  })
}

function isColumn(value: unknown): value is Column {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)
}

function badColumn(name: string, text: string): UsageError {
  return new UsageError('COLUMN_LENGTH', `The function of feature '${name}' ${text}.`, { feature: name })
}
