export type {
  GivenAction,
  GivenDividend,
  GivenSplit,
  GivenTickerChange,
} from './actions/given.ts'
export { ACTION_LAYOUTS, type ActionLayout, type ActionSource } from './actions/read-actions.ts'
export {
  ACCEPTABLE,
  describeExample,
  FINDINGS,
  type Finding,
  type FindingCode,
  type FindingExample,
} from './findings.ts'
export { type GenerateRequest, generateBars } from './generate.ts'
export { type ImportProgress, type ImportRequest, importFiles } from './import.ts'
export type { Coverage } from './quality/gaps.ts'
export type { ColumnMapping, ColumnRole } from './read/columns.ts'
export { COLUMN_ROLES } from './read/columns.ts'
export { type CsvPlan, planCsv } from './read/csv-plan.ts'
export type { TableLayout, TableOptions, TableOptions as CsvOptions, TablePlan } from './read/table-plan.ts'
export type { DateOrder } from './read/time-formats.ts'
export { type InstrumentAttributes, type SealBarsRequest, sealBars } from './seal-bars.ts'
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
export type { ExportRequest } from './sealed/exported-bars.ts'
export {
  readManifest,
  type SnapshotManifest,
  type SnapshotSource,
} from './sealed/manifest.ts'
export { type OpenRequest, type OpenSnapshot, openSnapshot } from './sealed/open.ts'
export { type TimeRange, timeRange } from './sealed/range.ts'
export type { Sealed } from './sealed/seal.ts'
export { listSealed, type Verified, verifySnapshot } from './sealed/verify.ts'
