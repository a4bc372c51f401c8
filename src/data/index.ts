export type {
  GivenAction,
  GivenDividend,
  GivenSplit,
  GivenTickerChange,
} from './actions/given.ts'
export type { ActionSource } from './actions/read-actions.ts'
export {
  type BarCache,
  type CachedSeries,
  type CachePruned,
  type CacheStats,
  type CacheVerified,
  openBarCache,
} from './cache/bar-cache.ts'
export type { PartRow, SeriesKey } from './cache/cache-index.ts'
export {
  type FetchedSnapshot,
  type FetchSnapshotRequest,
  fetchSnapshot,
} from './cache/fetch-snapshot.ts'
export {
  type FetchedSeries,
  type FetchProgress,
  type FetchRequest,
  fetchBars,
} from './cache/fetch-through.ts'
export { type DeriveRequest, deriveSnapshot } from './derive/derive.ts'
export {
  ACCEPTABLE,
  describeExample,
  FINDINGS,
  type Finding,
  type FindingCode,
  type FindingExample,
} from './findings.ts'
export { type GenerateRequest, generateBars } from './generate.ts'
export { generateMarket } from './generate-market.ts'
export {
  GENERATOR_CALENDARS,
  type GenerateMarketRequest,
  type Jumps,
  type MarketModel,
  type Regime,
} from './generate-request.ts'
export { type ShuffleRequest, shuffleBars } from './generate-shuffled.ts'
export {
  type ImportProgress,
  type ImportRequest,
  INSTRUMENT_SOURCES,
  type InstrumentFrom,
  importFiles,
} from './import.ts'

export type { Coverage } from './quality/gaps.ts'
export { openColumns, parseBackend, READER_BACKENDS, type ReaderBackend } from './read/backends.ts'
export type {
  ChunkColumn,
  ColumnChunk,
  ColumnFile,
  ColumnInfo,
  ColumnType,
  EpochScale,
  WantedColumn,
} from './read/column-file.ts'
export type { ColumnMapping, ColumnRole } from './read/columns.ts'
export { COLUMN_ROLES } from './read/columns.ts'
export { type CsvPlan, planCsv } from './read/csv-plan.ts'
export { type InstrumentTable, readInstruments } from './read/instrument-table.ts'
export type { TableLayout } from './read/layouts.ts'
export type { ObjectRow } from './read/object-rows.ts'
export type { TableOptions, TableOptions as CsvOptions, TablePlan } from './read/table-plan.ts'
export type { DateOrder } from './read/time-formats.ts'
export { REPEATED_TIMES, type RepeatedTimes } from './read/time-zone.ts'
export { type InstrumentAttributes, type SealBarsRequest, sealBars } from './seal-bars.ts'
export { type SealTableRequest, sealArrow, sealRows } from './seal-table.ts'
export { coverageCalendar } from './sealed/calendars.ts'
export type { SealedInstrument } from './sealed/canonical.ts'
export {
  type AttributeChange,
  type Both,
  type ChangedBar,
  type DiffRequest,
  diffSnapshots,
  type InstrumentDiff,
  type SnapshotDiff,
} from './sealed/diff.ts'
export { snapshotArrow, snapshotCsv, snapshotInstruments, snapshotParquet } from './sealed/export.ts'
export { snapshotActions } from './sealed/export-actions.ts'
export type { ExportRequest } from './sealed/exported-bars.ts'
export {
  type Lineage,
  type LineageOperation,
  readManifest,
  type SnapshotManifest,
  type SnapshotSource,
} from './sealed/manifest.ts'
export { type OpenRequest, type OpenSnapshot, openSnapshot } from './sealed/open.ts'
export { type TimeRange, timeRange } from './sealed/range.ts'
export type { Sealed } from './sealed/seal.ts'
export type { VendorSource } from './sealed/vendor-source.ts'
export { listSealed, type Verified, verifySnapshot } from './sealed/verify.ts'
export { type AlpacaOptions, alpacaSource } from './vendors/alpaca.ts'
export type {
  Adjustment,
  BarCapabilities,
  BarPage,
  BarRequest,
  BarSource,
  Dropped,
  RetryNotice,
  Surroundings,
} from './vendors/bar-source.ts'
export { type CcxtOptions, ccxtSource } from './vendors/ccxt.ts'
export type { HttpSourceOptions, Paging, TimeFormat } from './vendors/http-settings.ts'
export { httpSource } from './vendors/http-source.ts'
export type { RetryPolicy } from './vendors/pace.ts'
export { surroundingsOf } from './vendors/surroundings.ts'
export {
  type Vendor,
  type VendorChoice,
  type VendorInstruments,
  vendorOf,
} from './vendors/vendor-settings.ts'
