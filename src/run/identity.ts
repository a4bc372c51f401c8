/**
 * What a run is: the canonical document of everything that decides its result, and the hash of that. Where the run is
 * kept, what it is called and when it ran are no part of it.
 */
import { describeConfig, type EngineConfig } from '../engine/index.ts'
import { type Adjustment, canonicalJson, type JsonObject } from '../model/index.ts'
import { sha256 } from './sha256.ts'

/** Which bars of a snapshot a run sees, and how: those whose opening instant lies in [fromMs, toMs), null for no bound. */
export interface Slice {
  readonly fromMs: number | null
  readonly toMs: number | null
  /** Instrument ids, ascending; null for all. */
  readonly instruments: readonly string[] | null
  /** How prices are shown; raw where it is absent. */
  readonly adjust?: Adjustment
}

/** The slice as it enters identities and keys: raw prices are not named, so that what was stored before names stays the same. */
export function describeSlice({ fromMs, toMs, instruments, adjust = 'raw' }: Slice): JsonObject {
  return { fromMs, toMs, instruments, ...(adjust === 'raw' ? {} : { adjust }) }
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
    slice: describeSlice(slice),
    strategy: { ...strategy },
    params,
    features,
    engine: describeConfig(config),
  }
  return { document, hash: sha256(canonicalJson(document)) }
}
