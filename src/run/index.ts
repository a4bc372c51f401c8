export { bundleStrategy, type StrategyBundle, warmBundler } from './bundle.ts'
export type { CostStep } from './cost-steps.ts'
export { blocksOf, type RunVerdict, readEvidence, type StoredEvidence, verifyRun } from './evidence.ts'
export {
  type FinishedRun,
  type RunSetting,
  runStrategy,
} from './execute.ts'
export {
  type ExplainedDecision,
  type ExplainedFill,
  type ExplainedOrder,
  type Explanation,
  explainRun,
  type SeenOnly,
} from './explain.ts'
export type { ExplainChoice } from './explained-events.ts'
export type { FeatureBars } from './feature-shelf.ts'
export {
  type ComputedSet,
  type ComputedSets,
  createFeatureStore,
  type FeatureFigures,
  type FeatureOutcome,
  type FeatureRequest,
  type FeatureStore,
  type FeatureStoreOptions,
} from './feature-store.ts'
export { type Identity, type IdentityParts, identityOf, type Slice } from './identity.ts'
export { type LoadedStrategy, loadStrategy, loadStrategyText } from './load-strategy.ts'
export {
  type LookAheadFindings,
  type LookAheadVerdict,
  type ProofRequest,
  type ProofSetting,
  proveRun,
  proveStrategy,
  type StoredLookAhead,
  storedLookAhead,
} from './prove.ts'
export { type RegisteredSnapshot, registerSnapshot, type SnapshotSetting } from './register-snapshot.ts'
export { type ReplayVerdict, replayRun } from './replay.ts'
export type { RunPhase } from './run-clock.ts'
export type { RunRequest } from './run-request.ts'
export { sha256 } from './sha256.ts'
export { strategyDoor } from './strategy-door.ts'
