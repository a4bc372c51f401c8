/** Two or more runs side by side, figure by figure, in plain data. */
import type { MetricContext } from './context.ts'
import { METRIC_DEFINITIONS, type MetricDefinition } from './definitions.ts'
import type { Metrics } from './metrics.ts'

export interface ComparedRun {
  readonly name: string
  readonly metrics: Metrics
  readonly context: MetricContext
}

export type ComparisonRow = Pick<MetricDefinition, 'key' | 'label' | 'unit' | 'better' | 'group'> & {
  /** One value a run, in the order given. */
  readonly values: readonly (number | null)[]
  /** The value less the first run's; null where either is undefined. */
  readonly differences: readonly (number | null)[]
  /** Index of the one best run; null where none is better, or two are equally good. */
  readonly best: number | null
}

export type Comparison = {
  readonly names: readonly string[]
  /** False where periods a year or risk-free rate differ: annualised figures then do not compare. */
  readonly hasOneContext: boolean
  readonly rows: readonly ComparisonRow[]
}

/** Compares runs; the first is the base of the differences. */
export function compareMetrics(runs: readonly ComparedRun[]): Comparison {
  const rows = METRIC_DEFINITIONS.map(({ key, label, unit, better, group }) => {
    const values = runs.map(({ metrics }) => metrics[key])
    const base = values[0] ?? null
    return {
      key,
      label,
      unit,
      better,
      group,
      values,
      differences: values.map((value) => (value === null || base === null ? null : value - base)),
      best: indexOfBest(values, better),
    }
  })
  return { names: runs.map(({ name }) => name), hasOneContext: agree(runs), rows }
}

function indexOfBest(values: readonly (number | null)[], better: MetricDefinition['better']): number | null {
  const known = values.filter((value) => value !== null)
  if (better === 'neither' || known.length < 2) return null
  const best = better === 'higher' ? Math.max(...known) : Math.min(...known)
  return known.filter((value) => value === best).length === 1 ? values.indexOf(best) : null
}

function agree(runs: readonly ComparedRun[]): boolean {
  const first = runs[0]?.context
  return runs.every(
    ({ context }) =>
      context.periodsPerYear === first?.periodsPerYear && context.riskFreeRate === first.riskFreeRate,
  )
}
