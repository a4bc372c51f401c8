export type { ColumnMapping, ColumnRole } from './columns.ts'
export { COLUMN_ROLES } from './columns.ts'
export { type CsvPlan, planCsv } from './csv-plan.ts'
export { BAR_CALENDARS, type BarCalendar } from './expected-bars.ts'
export {
  ACCEPTABLE,
  describeExample,
  FINDINGS,
  type Finding,
  type FindingCode,
  type FindingExample,
} from './findings.ts'
export type { Coverage } from './gaps.ts'
export { type GenerateRequest, generateBars } from './generate.ts'
export { type ImportProgress, type ImportRequest, importFiles } from './import.ts'
export {
  readManifest,
  type SealedInstrument,
  type SnapshotManifest,
  type SnapshotSource,
} from './manifest.ts'
export { type OpenRequest, type OpenSnapshot, openSnapshot } from './open.ts'
export { type TimeRange, timeRange } from './range.ts'
export type { Sealed } from './seal.ts'
export { type InstrumentAttributes, type SealBarsRequest, sealBars } from './seal-bars.ts'
export type { TableLayout, TableOptions, TableOptions as CsvOptions, TablePlan } from './table-plan.ts'
export type { DateOrder } from './time-formats.ts'
export { listSealed, type Verified, verifySnapshot } from './verify.ts'
