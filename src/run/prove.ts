/**
 * The look-ahead proof of a run: what is proved is what `runStrategy` runs, and what was proved of an identity is not proved
 * again. A verdict belongs to the identity (text, parameters, snapshot, slice, configuration, engine) and to the version of the
 * proof's method; it is stored with runs of that identity.
 */
import { ENGINE_VERSION } from '../engine/index.ts'
import { DataError, isoTime, type JsonObject } from '../model/index.ts'
import type { NewVerdict, Store, VerdictRecord } from '../store/index.ts'
import type { Strategy } from '../strategy/index.ts'
import {
  LOOK_AHEAD_VERSION,
  type LookAheadProof,
  type ProofInput,
  proveNoLookAhead,
} from '../validation/index.ts'
import { loadStrategyText } from './load-strategy.ts'
import {
  loadOptionsOf,
  type PreparedRun,
  type PrepareRequest,
  prepareRun,
  prepareStoredRun,
} from './prepare.ts'
import { readBars } from './read-table.ts'
import { explainStrategyError, withStrategyPlaces } from './strategy-errors.ts'

export type ProofRequest = PrepareRequest

export interface ProofSetting extends Pick<ProofInput, 'onProgress'> {
  readonly store: Store
  /** The folder that holds `snapshots/`. */
  readonly storeDir: string
}

/** What is stored of a proof: nothing in it differs when the same run is proved again. */
export interface LookAheadFindings extends LookAheadProof {
  readonly engineVersion: string
  readonly strategyHash: string
  readonly snapshotHash: string
}

export interface LookAheadVerdict extends LookAheadFindings {
  /** `stored`: this identity was proved before, and that is what is said. */
  readonly outcome: 'proved' | 'stored'
  readonly identity: string
  readonly snapshot: { readonly id: string; readonly hash: string }
  readonly strategy: { readonly name: string; readonly hash: string }
  readonly params: PreparedRun['params']
  /** Milliseconds of this call's proof; 0 where it was stored. */
  readonly ms: number
}

/**
 * Proves that the run of a request reads no later bar, or names what does. Nothing is stored. Throws as `runStrategy` does, and
 * `UsageError` PROOF_TOO_LARGE or FEATURES_DIFFER.
 */
export async function proveStrategy(setting: ProofSetting, request: ProofRequest): Promise<LookAheadVerdict> {
  return provePrepared(setting, await prepareRun(setting, request))
}

/**
 * Proves a stored run from the store alone and stores the verdict with it. Throws `UsageError` RUN_NOT_FOUND,
 * `DataError` RUN_NOT_REPEATABLE, and as `proveStrategy`.
 */
export async function proveRun(
  setting: ProofSetting & { readonly nowMs: number },
  runIdOrPrefix: string,
): Promise<LookAheadVerdict & { readonly runId: string }> {
  const prepared = await prepareStoredRun(setting.store, runIdOrPrefix)
  const { runId } = prepared.run
  const verdict = await provePrepared(setting, prepared)
  await setting.store.addVerdict(runId, storableVerdict(verdict, setting.nowMs))
  return { ...verdict, runId }
}

/** What is known of an identity, or else its proof. */
export async function provePrepared(setting: ProofSetting, prepared: PreparedRun): Promise<LookAheadVerdict> {
  const { snapshot, loaded, params, identity } = prepared
  const { strategy, bundle } = loaded
  const started = performance.now()
  const stored = await findingsOf(setting.store, identity.hash)
  const findings = stored ?? {
    ...prove(setting, prepared),
    engineVersion: ENGINE_VERSION,
    strategyHash: bundle.hash,
    snapshotHash: snapshot.hash,
  }
  return {
    ...findings,
    outcome: stored === undefined ? 'proved' : 'stored',
    identity: identity.hash,
    snapshot: { id: snapshot.id, hash: snapshot.hash },
    strategy: { name: strategy.name, hash: bundle.hash },
    params,
    ms: stored === undefined ? performance.now() - started : 0,
  }
}

function prove(
  { storeDir, onProgress }: ProofSetting,
  { snapshot, loaded: { bundle }, params, config, slice }: PreparedRun,
): LookAheadProof {
  const options = loadOptionsOf(config)
  const bars = readBars({ storeDir }, snapshot, slice)
  return withStrategyPlaces(bundle, () =>
    proveNoLookAhead({
      ...bars,
      params,
      config,
      // Each replay evaluates the text anew: nothing that one has remembered reaches the next, nor the run that follows.
      strategy: () => loadStrategyText<Strategy>(bundle.text, options).strategy,
      onFailure: (error, pulseTimeMs) => explainStrategyError(error, bundle, { pulseTimeMs }),
      ...(onProgress === undefined ? {} : { onProgress }),
    }),
  )
}

/** What this version of the proof has said of an identity, with whichever run it is stored. */
async function findingsOf(store: Store, identity: string): Promise<LookAheadFindings | undefined> {
  const verdicts = await store.listVerdicts({ identity, kind: 'lookahead' })
  const found = verdicts.find(({ version }) => version === LOOK_AHEAD_VERSION)
  return found === undefined ? undefined : findingsIn(found.document)
}

/** The store keeps this document as JSON; `storableVerdict` wrote it. */
function findingsIn(document: JsonObject): LookAheadFindings {
  return document as unknown as LookAheadFindings
}

export function storableVerdict(verdict: LookAheadVerdict, nowMs: number): NewVerdict {
  const { ok, pulses, cuts, leaks, checked, features, isOptimistic } = verdict
  const { engineVersion, strategyHash, snapshotHash } = verdict
  const findings: LookAheadFindings = {
    ok,
    pulses,
    cuts,
    leaks,
    checked,
    features,
    isOptimistic,
    engineVersion,
    strategyHash,
    snapshotHash,
  }
  return {
    kind: 'lookahead',
    version: LOOK_AHEAD_VERSION,
    document: findings as unknown as JsonObject,
    createdMs: nowMs,
  }
}

/** A verdict that is stored with a run. */
export interface StoredLookAhead extends LookAheadFindings {
  /** Version of the proof's method. */
  readonly version: number
  readonly provedMs: number
}

/** For each of the runs that has one, what the newest version of the proof has said of it. */
export async function storedLookAhead(
  store: Store,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, StoredLookAhead>> {
  const verdicts = await store.listVerdicts({ runIds, kind: 'lookahead' })
  // Ascending by version: the last one counts.
  return new Map(verdicts.map((verdict) => [verdict.runId, lookAheadOf(verdict)]))
}

function lookAheadOf({ document, version, createdMs }: VerdictRecord): StoredLookAhead {
  return { ...findingsIn(document), version, provedMs: createdMs }
}

/** Throws `DataError` LOOKS_AHEAD, naming the first leak, where a verdict is not clean. */
export function requireNoLookAhead({ leaks, strategy: { name } }: LookAheadVerdict): void {
  const [first] = leaks
  if (first === undefined) return
  const { text, ...place } = first
  const others = leaks.length === 1 ? '' : ` (${leaks.length - 1} more)`
  throw new DataError(
    'LOOKS_AHEAD',
    `A run must use no later bar, but ${name} does, first at ${isoTime(first.time)}: ${text}${others} Nothing was run or stored. All of them: throughline verify lookahead`,
    { strategy: name, ...place, leaks: leaks.length },
  )
}
