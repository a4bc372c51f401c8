/** The way of all bars into a snapshot, from files or from code: check, refuse or warn, seal. */
import {
  actionsByInstrument,
  type CalendarName,
  compareIds,
  DataError,
  defaultInstrument,
  didYouMean,
  type Instrument,
  type InstrumentBars,
  type Interval,
  parseInterval,
  UsageError,
} from '../model/index.ts'
import { type GivenAction, type Located } from './actions/given.ts'
import type { ActionSource } from './actions/read-actions.ts'
import { resolveActions } from './actions/resolve.ts'
import { badBars, createFindings, type Findings } from './findings.ts'
import { refuseBadInstrument } from './instrument-fields.ts'
import { checkOwnIntervals, inferInterval } from './quality/bar-interval.ts'
import { checkBars, checkOrder, checkSpacing } from './quality/check.ts'
import { checkClocks } from './quality/clock-quality.ts'
import { expectAll } from './quality/expected-bars.ts'
import { checkGaps } from './quality/gaps.ts'
import { checkClosed, checkHistory, checkSpans } from './quality/history-quality.ts'
import { checkPrices, checkTicks } from './quality/price-quality.ts'
import type { InstrumentTable } from './read/instrument-table.ts'
import { withoutNegativeZero } from './sealed/canonical.ts'
import type { Lineage, SnapshotSource } from './sealed/manifest.ts'
import { type Sealed, seal } from './sealed/seal.ts'
import type { Series } from './series.ts'

/** What is known of instruments beyond their names. */
export interface InstrumentAttributes {
  /** For every instrument that `byId` does not say otherwise of. */
  readonly all?: Partial<Omit<Instrument, 'id' | 'symbol'>>
  /** A table that must list every instrument with bars, and may list others. */
  readonly table?: InstrumentTable
  /** Of instruments with bars only; says more than the table. */
  readonly byId?: InstrumentTable
}

export interface CheckedSealRequest {
  readonly folder: string
  readonly series: readonly Series[]
  /** `1d`, `5m`, ...; read from the times where it is left out. */
  readonly interval: string | undefined
  /** Of instruments that name none themselves; recognised by the bars where it is left out, and not sealed then. */
  readonly calendar: CalendarName | undefined
  readonly instrumentOf: (name: string) => Instrument
  readonly sources: readonly SnapshotSource[]
  readonly lineage?: Lineage
  readonly actions?: readonly Located[]
  readonly actionSources?: readonly ActionSource[]
  /** The zone in which local times, of bars and of actions, were read where one was named. */
  readonly timeZone?: string | undefined
  /** What reading has found already. */
  readonly findings: Findings
  readonly nowMs: number
}

/** Checks and seals. Throws `DataError` BAD_BARS with all findings; then nothing was written. */
export function checkAndSeal(request: CheckedSealRequest): Sealed {
  const { findings } = request
  const series = request.series
    .map((one) => checkOrder(checkBars(one, findings), findings))
    .filter(({ timeMs }) => timeMs.length > 0)
  refuseErrors(findings)
  if (series.length === 0) {
    throw new DataError('NO_ROWS', 'There must be at least one bar to seal, but there is none.')
  }
  const interval = intervalOf(request.interval, series)
  for (const one of series) checkSpacing(one, interval, findings)
  checkOwnIntervals(series, { interval, isNamed: request.interval !== undefined }, findings)
  refuseErrors(findings)
  const instruments = series.map((one) => {
    const instrument = request.instrumentOf(one.name)
    const calendar = instrument.calendar ?? request.calendar
    return calendar === undefined ? instrument : { ...instrument, calendar }
  })
  const expectations = expectAll(
    series.map(({ timeMs }) => timeMs),
    { interval, calendars: instruments.map(({ calendar }) => calendar) },
  )
  const expected = series.map((one, index) => ({ series: one, expectation: expectations[index]! }))
  const coverage = checkGaps(expected, interval, findings)
  const bars = series.map((one, index) => sealable(one, instruments[index]!))
  refuseSharedSymbols(bars)
  const { actions: located = [], actionSources = [], timeZone } = request
  const zone = timeZone === undefined ? {} : { timeZone }
  const actions = located.length === 0 ? [] : resolveActions({ located, bars, interval, findings, ...zone })
  const actionsOfId = actionsByInstrument(actions)
  expected.forEach((one, index) => {
    const own = actionsOfId.get(instruments[index]!.id) ?? []
    const splits = own.filter(({ kind }) => kind === 'split')
    checkPrices({ ...one, splitsMs: splits.map(({ exMs }) => exMs) }, interval, findings)
    checkTicks(one.series, instruments[index]!.tickSize, findings)
    checkHistory(one.series, findings)
    checkClosed(one.series, { interval, nowMs: request.nowMs }, findings)
    checkClocks(one, interval, findings)
  })
  checkSpans(expected, findings)
  return seal({
    folder: request.folder,
    bars,
    interval,
    findings: findings.list(),
    coverage,
    sources: request.sources,
    lineage: request.lineage,
    actions,
    actionSources,
    nowMs: request.nowMs,
  })
}

function refuseErrors(findings: Findings): void {
  if (findings.errorCount() > 0) throw badBars(findings.list())
}

/** A symbol that stands for two instruments would be ambiguous wherever people name instruments. */
function refuseSharedSymbols(bars: readonly InstrumentBars[]): void {
  const idOf = new Map<string, string>()
  for (const { instrument } of bars) {
    const other = idOf.get(instrument.symbol)
    if (other !== undefined) {
      throw new DataError(
        'SHARED_SYMBOL',
        `Instruments must differ in symbol, but '${other}' and '${instrument.id}' are both '${instrument.symbol}'. Give one of them another symbol.`,
        { symbol: instrument.symbol, ids: [other, instrument.id] },
      )
    }
    idOf.set(instrument.symbol, instrument.id)
  }
}

function intervalOf(text: string | undefined, series: readonly Series[]): Interval {
  return text === undefined ? inferInterval(series.map(({ timeMs }) => timeMs)) : parseInterval(text)
}

function sealable(series: Series, instrument: Instrument): InstrumentBars {
  return {
    instrument,
    timeMs: withoutNegativeZero(series.timeMs),
    open: series.open,
    high: series.high,
    low: series.low,
    close: series.close,
    volume: withoutNegativeZero(series.volume),
  }
}

/**
 * The instrument of a name, by the given attributes. Throws `UsageError` UNKNOWN_INSTRUMENT, UNLISTED_INSTRUMENT,
 * BAD_INSTRUMENT.
 */
export function instrumentsFrom(
  attributes: InstrumentAttributes,
  names: readonly string[],
): (name: string) => Instrument {
  for (const id of Object.keys(attributes.byId ?? {})) {
    if (names.includes(id)) continue
    throw new UsageError(
      'UNKNOWN_INSTRUMENT',
      `Attributes must be of an instrument that has bars, but there is no '${id}'.${didYouMean(id, names)}`,
      { instrument: id },
    )
  }
  const { table } = attributes
  for (const name of table === undefined ? [] : names) {
    if (Object.hasOwn(table!, name)) continue
    throw new UsageError(
      'UNLISTED_INSTRUMENT',
      `The table of instruments must list every instrument with bars, but '${name}' is not in it.${didYouMean(name, Object.keys(table!))}`,
      { instrument: name },
    )
  }
  return (name) => {
    const instrument = {
      ...defaultInstrument(name),
      ...attributes.all,
      ...table?.[name],
      ...attributes.byId?.[name],
    }
    refuseBadInstrument(instrument)
    return instrument
  }
}

export interface SealBarsRequest {
  readonly folder: string
  /** In any order; columns of one length each. */
  readonly bars: readonly InstrumentBars[]
  readonly interval?: string
  /** Which bars are expected; recognised by the bars where it is left out. */
  readonly calendar?: CalendarName
  /** Where the bars come from, for the manifest. */
  readonly source: string
  /** Corporate actions beside the bars, which must be raw then. */
  readonly actions?: readonly GivenAction[]
  /** The zone in which their ex-dates are days, where bars do not open at UTC midnights. */
  readonly timeZone?: string
  readonly nowMs: number
}

/**
 * Checks and seals bars from memory. Throws `DataError` BAD_BARS, BAD_ACTIONS, DUPLICATE_INSTRUMENT, UNEQUAL_COLUMNS, DISK_FULL and
 * `UsageError` BAD_INSTRUMENT, INTERVAL_UNKNOWN.
 */
export function sealBars(request: SealBarsRequest): Sealed {
  const byId = new Map<string, Instrument>()
  for (const { instrument } of request.bars) {
    refuseBadInstrument(instrument)
    if (byId.has(instrument.id)) {
      throw new DataError(
        'DUPLICATE_INSTRUMENT',
        `Instruments must differ in id, but '${instrument.id}' occurs twice.`,
        { id: instrument.id },
      )
    }
    byId.set(instrument.id, instrument)
  }
  const series = request.bars
    .filter(({ timeMs }) => timeMs.length > 0)
    .toSorted((a, b) => compareIds(a.instrument.id, b.instrument.id))
    .map(seriesFromCode)
  return checkAndSeal({
    folder: request.folder,
    series,
    interval: request.interval,
    calendar: request.calendar,
    instrumentOf: (name) => plainInstrument(byId.get(name)!),
    sources: [
      {
        kind: 'code',
        name: request.source,
        rows: series.reduce((sum, { timeMs }) => sum + timeMs.length, 0),
      },
    ],
    actions: (request.actions ?? []).map((given) => ({ given, place: { file: null, line: null } })),
    timeZone: request.timeZone,
    findings: createFindings(),
    nowMs: request.nowMs,
  })
}

/** Only the fields that are sealed, whatever else the caller's object carries. */
function plainInstrument(instrument: Instrument): Instrument {
  const { id, symbol, assetClass, currency, tickSize, lotSize, multiplier, calendar } = instrument
  const known = { id, symbol, assetClass, currency, tickSize, lotSize, multiplier }
  return calendar === undefined ? known : { ...known, calendar }
}

function seriesFromCode({ instrument, ...columns }: InstrumentBars): Series {
  const { timeMs, open, high, low, close, volume } = columns
  for (const column of [open, high, low, close, volume]) {
    if (column.length === timeMs.length) continue
    throw new DataError(
      'UNEQUAL_COLUMNS',
      `Columns must have one length, but ${instrument.id} has ${timeMs.length} times and a column of ${column.length}.`,
      { instrument: instrument.id },
    )
  }
  const originOf = (): { file: null; line: null } => ({ file: null, line: null })
  return { name: instrument.id, timeMs, open, high, low, close, volume, originOf }
}
