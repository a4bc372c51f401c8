export type { Leak, LeakReason } from './finding.ts'
export { type LookAheadProof, proveNoLookAhead } from './look-ahead.ts'
export { POISON_KINDS, type PoisonKind } from './poison.ts'
export type { ProofInput } from './proof-input.ts'
