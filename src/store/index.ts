export {
  checkAgainst,
  checkedLimit,
  checkedTags,
  checkLabel,
  checkRun,
  checkSnapshot,
  runAmbiguous,
  runNotFound,
  snapshotAmbiguous,
  snapshotIdTaken,
  snapshotNotFound,
  strategyNotFound,
} from './rules.ts'
export { type OpenMode, STORE_FILE } from './sqlite-database.ts'
export { openStore } from './sqlite-store.ts'
export type {
  NewRun,
  RunEvidence,
  RunQuery,
  RunRecord,
  SavedRun,
  SavedSnapshot,
  SnapshotRecord,
  Store,
  StoredTier,
  StrategyPackage,
  StrategyRecord,
} from './store.ts'
