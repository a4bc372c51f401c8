/**
 * What a run is: the canonical document of everything that decides its result, and the hash of that. Where the run is
 * kept, what it is called and when it ran are no part of it.
 */
import { describeConfig, type EngineConfig } from '../engine/index.ts'
import { canonicalJson, type JsonObject } from '../model/index.ts'
import { sha256 } from './sha256.ts'

/** Which bars of a snapshot a run sees: those whose opening instant lies in [fromMs, toMs), null for no bound. */
export interface Slice {
  readonly fromMs: number | null
  readonly toMs: number | null
  /** Instrument ids, ascending; null for all. */
  readonly instruments: readonly string[] | null
}

export interface IdentityParts {
  readonly snapshotHash: string
  readonly slice: Slice
  readonly strategy: { readonly name: string; readonly version: string; readonly hash: string }
  readonly params: JsonObject
  /** The fingerprint of the feature set. */
  readonly features: JsonObject
  readonly config: EngineConfig
}

export interface Identity {
  readonly document: JsonObject
  readonly hash: string
}

export function identityOf(parts: IdentityParts): Identity {
  const { snapshotHash, slice, strategy, params, features, config } = parts
  const document: JsonObject = {
    format: 1,
    snapshot: snapshotHash,
    slice: { fromMs: slice.fromMs, toMs: slice.toMs, instruments: slice.instruments },
    strategy: { ...strategy },
    params,
    features,
    engine: describeConfig(config),
  }
  return { document, hash: sha256(canonicalJson(document)) }
}
