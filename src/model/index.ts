export {
  type BarField,
  type BarTable,
  type InstrumentBars,
  PRICE_FIELDS,
  type TableLayout,
} from './bars.ts'
export { decodeUtf8, encodeUtf8, requireLittleEndian } from './bytes.ts'
export { canonicalJson } from './canonical-json.ts'
export {
  ACTION_KINDS,
  ADJUSTMENTS,
  type Adjustment,
  actionsBesideView,
  actionsByInstrument,
  adjustBars,
  adjustTable,
  type CorporateAction,
  compareActions,
  type Dividend,
  type PriceView,
  type Split,
  shownInstrument,
  type TickerChange,
  tickerAt,
} from './corporate-actions.ts'
export { DataError, InvariantError, ThroughlineError, UsageError, VenueError } from './errors.ts'
export { countBetween, type SlotsBetween, slotsBetween } from './expected-slots.ts'
export type { Sha256 } from './hash.ts'
export {
  ASSET_CLASSES,
  type AssetClass,
  compareIds,
  defaultInstrument,
  type Instrument,
} from './instrument.ts'
export { closeOf, type Interval, parseInterval } from './interval.ts'
export type { JsonObject, JsonValue } from './json.ts'
export {
  CALENDAR_NAMES,
  type CalendarName,
  type MarketCalendar,
  marketCalendar,
  type TradingDay,
} from './market-calendar.ts'
export { didYouMean, nearestName } from './nearest.ts'
export { newYorkLocalMs } from './new-york-time.ts'
export { NYSE_SINCE_MS, nyseClosure, nyseEarlyClose } from './nyse.ts'
export { createNormal, createRandom, deriveSeed, type Random } from './random.ts'
export { type Resampled, type ResampleOptions, resample } from './resample.ts'
export type { SessionFilter } from './resample-periods.ts'
export { SESSIONS, type Session, sessionAt, sessionsOfBars } from './session.ts'
export { columnMemory, sharedMemory } from './shared-memory.ts'
export { layOutTable, rowsByInstrument, SCATTER_TOGETHER, scatter, tableOf } from './table.ts'
export { isoTime, parseIsoTime } from './time.ts'
