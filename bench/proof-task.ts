/** The look-ahead proof of one instrument's 2,148 daily bars and 20 features: kernels, and functions of whole columns. */
import { columnFeature, type Feature, price, roc, sma } from '../src/indicators/index.ts'
import { defineStrategy, type Strategy } from '../src/strategy/index.ts'
import { proveNoLookAhead } from '../src/validation/index.ts'
import { FREE_CONFIG } from './backtest-phases.ts'
import { COMMON_FEATURES, type Features } from './common-features.ts'
import { randomTable } from './dense-table.ts'
import { type Sample, sampleOf, timed } from './measure.ts'

const BARS = 2_148

const KERNELS = (): Features => ({ ...COMMON_FEATURES, slow: sma(50), change: roc(126) })

/** Running means of twenty lengths, as functions that get all bars at once. */
const WHOLE_COLUMNS = (): Features => {
  const mean = (bars: number): Feature =>
    columnFeature({
      name: 'running-mean',
      params: { bars },
      inputs: [price.close],
      lookback: bars - 1,
      compute: ([close]) => runningMean(close!, bars),
    })
  const means = Array.from({ length: 18 }, (_, n) => [`mean${n}`, mean(12 + n)] as const)
  return { fast: mean(10), slow: mean(50), ...Object.fromEntries(means) }
}

function runningMean(values: Float64Array, bars: number): Float64Array {
  const out = new Float64Array(values.length)
  let sum = 0
  for (let t = 0; t < values.length; t++) {
    sum += values[t]!
    if (t >= bars) sum -= values[t - bars]!
    out[t] = sum / bars
  }
  return out
}

function strategyOf(name: string, features: () => Features): Strategy {
  return defineStrategy({
    name,
    params: {},
    features: features as () => { fast: Feature; slow: Feature },
    decide(pulse) {
      for (const bar of pulse.bars) bar.target(bar.fast > bar.slow ? 1 : 0)
    },
  })
}

export interface ProofFigures {
  readonly form: string
  readonly ms: Sample
  /** Processor time. */
  readonly processorMs: Sample
  /** Pulses times kinds of poison. */
  readonly cuts: number
}

/** Throws where an honest strategy is accused. */
export function measureProofs(repetitions: number): ProofFigures[] {
  const table = randomTable({ instruments: 1, pulses: BARS, seed: 1 })
  const forms = [
    ['20 kernels', KERNELS],
    ['20 functions of whole columns', WHOLE_COLUMNS],
  ] as const
  return forms.map(([form, features]) => {
    const proofs = Array.from({ length: repetitions }, () => {
      const before = process.cpuUsage()
      const proof = timed(() =>
        proveNoLookAhead({
          table,
          strategy: () => strategyOf('proved', features),
          params: {},
          config: FREE_CONFIG,
        }),
      )
      const { user, system } = process.cpuUsage(before)
      return { ...proof, processorMs: (user + system) / 1e3 }
    })
    if (proofs.some(({ result }) => !result.ok)) throw new Error(`${form} must be proved.`)
    return {
      form,
      ms: sampleOf(proofs.map(({ ms }) => ms)),
      processorMs: sampleOf(proofs.map((proof) => proof.processorMs)),
      cuts: proofs[0]!.result.cuts,
    }
  })
}
