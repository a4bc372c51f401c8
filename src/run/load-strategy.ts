/**
 * From a strategy file, or from the text that a run has stored, to a strategy that can run: bundle, judge, evaluate.
 * Both ways end in the same text, and so in the same hash, tier and decisions. Nothing is written to disk.
 */
import { bundleStrategy, type StrategyBundle } from './bundle.ts'
import { type Preflight, preflight } from './preflight.ts'
import { evaluateStrategy, type SandboxOptions } from './sandbox.ts'
import { hashStrategyText, type PackageVersion, type StrategyText } from './strategy-text.ts'

export type LoadOptions<S> = Omit<SandboxOptions<S>, 'sourceMap'>

interface Loaded<S, B extends StrategyText> {
  readonly strategy: S
  readonly bundle: B
  /** The reproducibility tier. */
  readonly tier: 1 | 2
  /** The npm packages in the text. */
  readonly packages: readonly PackageVersion[]
  readonly randomness: Preflight['randomness']
}

export type LoadedStrategy<S> = Loaded<S, StrategyBundle>
export type LoadedStrategyText<S> = Loaded<S, { readonly text: string; readonly hash: string }>

/** The strategy of a file. Throws `UsageError` as `bundleStrategy`, `preflight` and `evaluateStrategy` do. */
export async function loadStrategy<S>(file: string, options: LoadOptions<S>): Promise<LoadedStrategy<S>> {
  return load(await bundleStrategy(file), options)
}

/** The strategy of a stored text; errors then point into the text. Throws as `loadStrategy`. */
export function loadStrategyText<S>(text: string, options: LoadOptions<S>): LoadedStrategyText<S> {
  return load({ text, hash: hashStrategyText(text) }, options)
}

function load<S, B extends StrategyText>(bundle: B, options: LoadOptions<S>): Loaded<S, B> {
  const { tier, packages, randomness } = preflight(bundle, Object.keys(options.api))
  const { sourceMap } = bundle
  const strategy = evaluateStrategy(
    bundle.text,
    sourceMap === undefined ? options : { ...options, sourceMap },
  )
  return { strategy, bundle, tier, packages, randomness }
}
