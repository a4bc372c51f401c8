export type { Leak, LeakReason } from './finding.ts'
export { LOOK_AHEAD_VERSION, type LookAheadProof, proveNoLookAhead } from './look-ahead.ts'
export type { ProofInput } from './proof-input.ts'
