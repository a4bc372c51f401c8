/**
 * A new snapshot made of a sealed one: some of its instruments, a part of its time, adjusted prices, one session, longer bars.
 * Operations take effect in the order in which they are recorded: select, calendar, adjust, session or resample with the cut.
 * The parent is verified as it is read and never changed; the result is checked and sealed as an import is, and its manifest
 * names the parent's hash and the operations. What was derived from the same content in the same way has the same hash.
 */
import {
  type Adjustment,
  adjustBars,
  type CalendarName,
  closeOf,
  type Instrument,
  type InstrumentBars,
  type Interval,
  parseInterval,
  UsageError,
} from '../../model/index.ts'
import { createFindings } from '../findings.ts'
import { checkAndSeal } from '../seal-bars.ts'
import { openBarsFile } from '../sealed/bars-file.ts'
import { coverageCalendar } from '../sealed/calendars.ts'
import { type LineageOperation, readManifest, type SnapshotManifest } from '../sealed/manifest.ts'
import { instrumentOf, selectInstruments } from '../sealed/open.ts'
import { type TimeRange, timeRange } from '../sealed/range.ts'
import type { Sealed } from '../sealed/seal.ts'
import { priceView, requireActions } from '../sealed/view.ts'
import { remainingActions } from './adjust.ts'
import { createMerge, type LeftOut, type Merge } from './merge.ts'

export interface DeriveRequest {
  /** The store's folder of snapshots, of the parent and of the result. */
  readonly folder: string
  /** The parent's content hash. */
  readonly hash: string
  /** Ids; all where it is left out. */
  readonly instruments?: readonly string[]
  /** ISO date or instant, inclusive, of a bar's opening. */
  readonly from?: string
  /** ISO date (that whole day) or instant, inclusive, of a bar's opening. */
  readonly to?: string
  /** Longer bars: `5m`, `1h`, `1d`, `1w`, `1mo`; the parent's where it is left out. */
  readonly interval?: string
  /** Of bars within the day: `regular` where they are merged and it is left out, else `all`. */
  readonly session?: 'regular' | 'all'
  /** The market's calendar, where the parent has none or another. */
  readonly calendar?: CalendarName
  /** Prices as adjusted by the parent's corporate actions; raw where it is left out. */
  readonly adjust?: Adjustment
  /** Makes bars of periods that are not closed, or that the cut goes through, too. They are left out otherwise. */
  readonly keepIncomplete?: boolean
  /** The creation instant that the manifest records. */
  readonly nowMs: number
}

/**
 * Derives and seals. Throws `UsageError` NOTHING_TO_DERIVE, UNKNOWN_INSTRUMENT, BAD_DATE, EMPTY_RANGE, NO_BARS_IN_RANGE,
 * BAD_INTERVAL, INTERVAL_TOO_FINE, INTERVAL_NOT_MULTIPLE, DAYS_NOT_ALIGNED, PART_OUTLASTS_BAR, PERIODS_OVERLAP,
 * SESSION_UNKNOWN, MIXED_CALENDARS, BAD_ADJUSTMENT, NO_ACTIONS, SPLIT_WITHIN_BAR, and `DataError` as opening and sealing do. Nothing is written then.
 */
export function deriveSnapshot(request: DeriveRequest): Sealed {
  const { folder, hash, adjust = 'raw', nowMs } = request
  const parent = readManifest(folder, hash)
  requireActions(parent, priceView({ adjust }).adjust)
  const plan = planOf(request, parent)
  const { bars, leftOut } = mergeAll(folder, plan)
  const derived = bars.filter(({ timeMs }) => timeMs.length > 0)
  if (derived.length === 0) throw noBars(request, plan, leftOut)
  const operations = operationsOf(request, plan, leftOut)
  if (operations.length === 0 || isParent(plan, derived)) throw nothingToDerive(parent)
  const instruments = new Map(derived.map(({ instrument }) => [instrument.id, instrument]))
  const actions = remainingActions(parent.actions ?? [], adjust, { bars: derived, interval: plan.target })
  return checkAndSeal({
    folder,
    series: derived.map(({ instrument, ...columns }) => ({
      name: instrument.id,
      ...columns,
      originOf: () => ({ file: null, line: null }),
    })),
    interval: plan.target.text,
    calendar: undefined,
    instrumentOf: (id) => instruments.get(id)!,
    sources: parent.sources,
    lineage: { parent: hash, operations },
    actions,
    actionSources: actions.length === 0 ? [] : (parent.actionSources ?? []),
    findings: createFindings(),
    nowMs,
  })
}

interface Plan {
  readonly parent: SnapshotManifest
  /** Indexes of the parent's instruments, ascending. */
  readonly wanted: readonly number[]
  readonly interval: Interval
  readonly target: Interval
  readonly adjust: Adjustment
  readonly range: TimeRange
  readonly calendarOf: (index: number) => CalendarName
  /** The instrument as it is sealed with the derived bars. */
  readonly instrumentOf: (index: number) => Instrument
  readonly merge: Merge
}

function planOf(request: DeriveRequest, parent: SnapshotManifest): Plan {
  const { calendar, session, adjust = 'raw', keepIncomplete = false } = request
  const wanted = selectInstruments(parent, request.instruments)
  const interval = parseInterval(parent.interval)
  const target = request.interval === undefined ? interval : parseInterval(request.interval)
  const isMerging = target.text !== interval.text
  const range = timeRange(request.from, request.to)
  const calendarOf = (index: number): CalendarName => calendar ?? coverageCalendar(parent, index)
  const merge = createMerge({
    ...range,
    interval,
    target,
    session: session ?? (isMerging ? 'regular' : 'all'),
    isSessionGiven: session !== undefined,
    keepIncomplete,
    knownFromMs: parent.firstTimeMs,
    knownMs: closeOf(interval, parent.lastTimeMs),
    calendars: [...new Set(wanted.map(calendarOf))],
  })
  return {
    parent,
    wanted,
    interval,
    target,
    adjust,
    range,
    calendarOf,
    instrumentOf: (index) => {
      const instrument = instrumentOf(parent.instruments[index]!)
      // What the bars were recognised by may not show in longer ones: the calendar goes with them.
      const isCarried = isMerging && calendarOf(index) !== 'none'
      return calendar === undefined && !isCarried
        ? instrument
        : { ...instrument, calendar: calendarOf(index) }
    },
    merge,
  }
}

function mergeAll(folder: string, plan: Plan): { bars: InstrumentBars[]; leftOut: LeftOut } {
  const { parent, wanted, adjust, calendarOf, merge } = plan
  const actions = parent.actions ?? []
  const leftOut = { otherSession: 0, incomplete: 0 }
  const file = openBarsFile(folder, parent)
  try {
    const bars = wanted.map((index) => {
      const raw = { instrument: plan.instrumentOf(index), ...file.verified(index, file.times(index)) }
      const shown = adjustBars(raw, actions, { adjust })
      const merged = merge(shown, calendarOf(index), adjust === 'raw' ? actions : [])
      leftOut.otherSession += merged.leftOut.otherSession
      leftOut.incomplete += merged.leftOut.incomplete
      return merged.bars
    })
    return { bars, leftOut }
  } finally {
    file.close()
  }
}

function operationsOf(request: DeriveRequest, plan: Plan, leftOut: LeftOut): LineageOperation[] {
  const { calendar, session, keepIncomplete } = request
  const { parent, wanted, interval, target, adjust, range } = plan
  const isMerging = target.text !== interval.text
  const operations: LineageOperation[] = []
  if (wanted.length < parent.instruments.length) {
    const instruments = wanted.map((index) => parent.instruments[index]!.id)
    operations.push({ kind: 'select', instruments })
  }
  if (calendar !== undefined) operations.push({ kind: 'calendar', calendar })
  if (adjust !== 'raw') operations.push({ kind: 'adjust', adjust })
  const [fromMs, toMs] = [range.fromMs, range.toMs].map((ms) => (Number.isFinite(ms) ? ms : null))
  if (fromMs !== null || toMs !== null) operations.push({ kind: 'cut', fromMs: fromMs!, toMs: toMs! })
  if (isMerging) {
    operations.push({
      kind: 'resample',
      from: interval.text,
      to: target.text,
      session: session ?? 'regular',
      incomplete: keepIncomplete === true ? 'kept' : 'left-out',
      leftOut,
    })
  } else if (session === 'regular') {
    operations.push({ kind: 'session', session, leftOut: leftOut.otherSession })
  }
  return operations
}

/** Whether nothing came of the operations: the same instruments, as they are named, with as many bars at raw prices. */
function isParent({ parent, adjust, target }: Plan, derived: readonly InstrumentBars[]): boolean {
  return (
    adjust === 'raw' &&
    target.text === parent.interval &&
    derived.length === parent.instruments.length &&
    derived.every(({ timeMs, instrument }, index) => {
      const { bars, calendar } = parent.instruments[index]!
      return timeMs.length === bars && instrument.calendar === calendar
    })
  )
}

function nothingToDerive({ hash }: SnapshotManifest): UsageError {
  return new UsageError(
    'NOTHING_TO_DERIVE',
    `A derived snapshot must differ from its parent, but this would be ${hash.slice(0, 12)} itself. Name instruments, a range, an interval, a session or an adjustment that changes it.`,
    { parent: hash },
  )
}

function noBars({ from, to }: DeriveRequest, { target }: Plan, leftOut: LeftOut): UsageError {
  const { otherSession, incomplete } = leftOut
  return new UsageError(
    'NO_BARS_IN_RANGE',
    `At least one ${target.text} bar must come out, but there is none from ${from ?? 'the start'} to ${to ?? 'the end'}: ${otherSession} bars are of other sessions, ${incomplete} of periods that are not closed in it.`,
    { from: from ?? '', to: to ?? '', otherSession, incomplete },
  )
}
