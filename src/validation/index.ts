export type { Leak, LeakReason } from './finding.ts'
export { type LookAheadProof, proveNoLookAhead } from './look-ahead.ts'
export type { ProofInput } from './proof-input.ts'
