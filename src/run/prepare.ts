/**
 * What a run is before it runs: strategy, parameters, features and identity, from a request or from a run that is stored.
 * Both ways end in one identity, which is how a run that is made again from the store is known to be the same.
 */
import type { EngineConfig } from '../engine/index.ts'
import { planFeatures } from '../indicators/index.ts'
import { DataError } from '../model/index.ts'
import type { RunRecord, SnapshotRecord, Store } from '../store/index.ts'
import {
  type FeatureSet,
  isStrategy,
  type ParamValue,
  resolveParams,
  type Strategy,
} from '../strategy/index.ts'
import { type Identity, identityOf, type Slice } from './identity.ts'
import {
  type LoadedStrategy,
  type LoadedStrategyText,
  type LoadOptions,
  loadStrategy,
  loadStrategyText,
} from './load-strategy.ts'
import { readCalendars, withMissingBars } from './missing-bars.ts'
import type { RunRequest } from './run-request.ts'
import { strategyDoor } from './strategy-door.ts'
import { withStrategyPlaces } from './strategy-errors.ts'

/** `L` says whether the strategy came from a file or from a stored text. */
export interface PreparedRun<L = LoadedStrategy<Strategy> | LoadedStrategyText<Strategy>> {
  readonly snapshot: SnapshotRecord
  readonly loaded: L
  readonly params: Readonly<Record<string, ParamValue>>
  readonly features: FeatureSet
  readonly config: EngineConfig
  readonly slice: Slice
  readonly identity: Identity
}

export type PrepareRequest = Pick<
  RunRequest,
  'strategyFile' | 'snapshot' | 'params' | 'config' | 'slice' | 'missingBars'
>

/** How a strategy's text is evaluated: by a file's run and by whoever does it again. */
export function loadOptionsOf({ seed }: Pick<EngineConfig, 'seed'>): LoadOptions<Strategy> {
  return { seed, api: strategyDoor, isStrategy }
}

/** Throws `UsageError` for snapshot, strategy file and parameters. */
export async function prepareRun(
  { store, storeDir }: { readonly store: Store; readonly storeDir: string },
  { strategyFile, snapshot: wanted, params, config: asked, slice, missingBars }: PrepareRequest,
): Promise<PreparedRun<LoadedStrategy<Strategy>>> {
  const snapshot = await store.getSnapshot(wanted)
  const config = withMissingBars(asked, missingBars, () => readCalendars({ storeDir }, snapshot, slice))
  const loaded = await loadStrategy(strategyFile, loadOptionsOf(config))
  return { ...prepared({ snapshot, params, config, slice }, loaded), loaded }
}

/**
 * A stored run, from the store alone. Throws `UsageError` RUN_NOT_FOUND, `DataError` RUN_NOT_REPEATABLE where this program
 * would make another run of it.
 */
export async function prepareStoredRun(
  store: Store,
  runIdOrPrefix: string,
): Promise<PreparedRun & { readonly run: RunRecord }> {
  const run = await store.getRun(runIdOrPrefix)
  const snapshot = await store.getSnapshot(run.snapshotId)
  const { text } = await store.readStrategy(run.strategyHash)
  // The store keeps this document as JSON; `recordOf` wrote it.
  const { slice, engineVersion, ...config } = run.config as unknown as StoredConfig
  const loaded = loadStrategyText(text, loadOptionsOf(config))
  const again = { ...prepared({ snapshot, params: run.params, config, slice }, loaded), loaded, run }
  if (again.identity.hash === run.identity) return again
  throw new DataError(
    'RUN_NOT_REPEATABLE',
    `A stored run must come out with its identity when it is made again, but run '${run.runId}' (engine ${engineVersion}) has ${run.identity} and comes out with ${again.identity.hash}: it was made by another version. Run it again with this one.`,
    { runId: run.runId, identity: run.identity, found: again.identity.hash, engineVersion },
  )
}

type StoredConfig = EngineConfig & { readonly engineVersion: string; readonly slice: Slice }

interface Asked extends Pick<RunRequest, 'params' | 'config' | 'slice'> {
  readonly snapshot: SnapshotRecord
}

function prepared(
  { snapshot, params: given, config, slice }: Asked,
  { strategy, bundle }: LoadedStrategy<Strategy> | LoadedStrategyText<Strategy>,
): Omit<PreparedRun, 'loaded'> {
  const params = resolveParams(strategy.params, given)
  const { features, fingerprint } = withStrategyPlaces(bundle, () => {
    const made = strategy.features(params)
    return { features: made, fingerprint: planFeatures(made).fingerprint }
  })
  const identity = identityOf({
    snapshotHash: snapshot.hash,
    slice,
    strategy: { name: strategy.name, version: strategy.version, hash: bundle.hash },
    params,
    features: fingerprint,
    config,
  })
  return { snapshot, params, features, config, slice, identity }
}
