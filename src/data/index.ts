export type { ColumnMapping, ColumnRole } from './csv-columns.ts'
export { COLUMN_ROLES } from './csv-columns.ts'
export { type CsvLayout, type CsvOptions, type CsvPlan, planCsv } from './csv-plan.ts'
export { describeExample, FINDINGS, type Finding, type FindingCode, type FindingExample } from './findings.ts'
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
export type { DateOrder } from './time-formats.ts'
export { listSealed, type Verified, verifySnapshot } from './verify.ts'
