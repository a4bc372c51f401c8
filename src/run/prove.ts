/** The look-ahead proof of a strategy file over a sealed snapshot: what is proved is what `runStrategy` would run. */
import { isStrategy, resolveParams, type Strategy } from '../strategy/index.ts'
import { type LookAheadProof, type ProofInput, proveNoLookAhead } from '../validation/index.ts'
import { type RunSetting, readTable } from './execute.ts'
import { loadStrategy, loadStrategyText } from './load-strategy.ts'
import type { RunRequest } from './run-request.ts'
import { strategyDoor } from './strategy-door.ts'
import { explainStrategyError } from './strategy-errors.ts'

export type ProofRequest = Pick<RunRequest, 'strategyFile' | 'snapshot' | 'params' | 'config' | 'slice'>

export interface LookAheadVerdict extends LookAheadProof {
  readonly snapshot: { readonly id: string; readonly hash: string }
  readonly strategy: { readonly name: string; readonly hash: string }
  readonly params: RunRequest['params']
  /** Milliseconds of the proof. */
  readonly ms: number
}

/**
 * Proves that the run of a request reads no later bar, or names what does. Nothing is stored. Throws as `runStrategy` does, and
 * `UsageError` PROOF_TOO_LARGE or FEATURES_DIFFER.
 */
export async function proveStrategy(
  setting: Pick<RunSetting, 'store' | 'storeDir'> & Pick<ProofInput, 'onProgress'>,
  request: ProofRequest,
): Promise<LookAheadVerdict> {
  const snapshot = await setting.store.getSnapshot(request.snapshot)
  const options = { seed: request.config.seed, api: strategyDoor, isStrategy }
  const { strategy, bundle } = await loadStrategy<Strategy>(request.strategyFile, options)
  const params = resolveParams(strategy.params, request.params)
  const table = readTable(setting, snapshot, request.slice)
  const started = performance.now()
  let first: Strategy | undefined = strategy
  const proof = proveNoLookAhead({
    table,
    params,
    config: request.config,
    // Each replay evaluates the text anew: nothing that one has remembered reaches the next.
    strategy() {
      const fresh = first ?? loadStrategyText<Strategy>(bundle.text, options).strategy
      first = undefined
      return fresh
    },
    onFailure: (error, pulseTimeMs) => explainStrategyError(error, bundle, { pulseTimeMs }),
    ...(setting.onProgress === undefined ? {} : { onProgress: setting.onProgress }),
  })
  return {
    ...proof,
    snapshot: { id: snapshot.id, hash: snapshot.hash },
    strategy: { name: strategy.name, hash: bundle.hash },
    params,
    ms: performance.now() - started,
  }
}
