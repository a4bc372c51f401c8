/** `runs compare`: stored runs side by side, with what makes them hard to compare said first. */
import { type Comparison, compareMetrics, type MetricContext } from '../../metrics/index.ts'
import { UsageError } from '../../model/index.ts'
import { renderComparison } from '../../report/index.ts'
import type { RunRecord } from '../../store/index.ts'
import { runDocuments } from '../run/document.ts'
import { answer, type CommonFlags, showsStyles } from '../shell/output.ts'
import { withStore } from '../shell/store-access.ts'
import { metricsOf } from './runs.ts'

export async function compareRuns(flags: CommonFlags, wanted: readonly string[]): Promise<void> {
  const { runs, documents } = await withStore(flags, 'read', async ({ store }) => {
    const found: RunRecord[] = []
    for (const name of wanted) found.push(await store.getRun(name))
    return { runs: found, documents: await runDocuments(store, found) }
  })
  const twice = runs.find(({ runId }, index) => runs.findIndex((run) => run.runId === runId) < index)
  if (twice !== undefined) {
    throw new UsageError('SAME_RUN', `Compared runs must differ, but ${twice.runId} is named twice.`, {
      runId: twice.runId,
    })
  }
  const comparison = compareMetrics(
    runs.map((run) => ({ name: run.runId, metrics: metricsOf(run), context: contextOf(run) })),
  )
  const leaks = documents.filter(({ lookAhead }) => lookAhead?.ok === false).map(({ runId }) => runId)
  const warnings = [...leakWarnings(leaks), ...comparisonWarnings(runs, comparison.hasOneContext)]
  await answer(flags, {
    document: { runs: documents, ...comparison, warnings },
    text: () => comparisonText(comparison, warnings),
  })
}

/** The store keeps the context as JSON; it was written by `inferMetricContext` or `givenMetricContext`. */
export function contextOf(run: RunRecord): MetricContext {
  return run.metricContext as unknown as MetricContext
}

export interface ComparisonWarning {
  readonly code: string
  readonly text: string
}

function leakWarnings(leaks: readonly string[]): readonly ComparisonWarning[] {
  if (leaks.length === 0) return []
  const text = `Figures of a strategy that looks ahead cannot be had live: ${leaks.join(', ')}.`
  return [{ code: 'LOOKS_AHEAD', text }]
}

/** What differs between the runs so that their figures do not simply compare. */
export function comparisonWarnings(
  runs: readonly RunRecord[],
  hasOneContext: boolean,
): readonly ComparisonWarning[] {
  const warnings: ComparisonWarning[] = []
  if (!hasOneContext) {
    const shown = runs.map((run) => {
      const { periodsPerYear, riskFreeRate } = contextOf(run)
      return `${run.runId}: ${periodsPerYear} periods a year, risk-free ${riskFreeRate}`
    })
    warnings.push({
      code: 'CONTEXTS_DIFFER',
      text: `Annualised figures do not compare, the metric contexts differ (${shown.join('; ')}).`,
    })
  }
  if (new Set(runs.map(({ snapshotHash }) => snapshotHash)).size > 1) {
    const shown = runs.map(({ runId, snapshotId }) => `${runId}: ${snapshotId}`)
    warnings.push({
      code: 'SNAPSHOTS_DIFFER',
      text: `The runs saw different data (${shown.join('; ')}).`,
    })
  }
  if (new Set(runs.map(({ engineVersion }) => engineVersion)).size > 1) {
    warnings.push({ code: 'ENGINES_DIFFER', text: 'The runs were made by different versions of the engine.' })
  }
  return warnings
}

/** The table of key figures, and the warnings below it. */
export function comparisonText(comparison: Comparison, warnings: readonly ComparisonWarning[]): string {
  const table = renderComparison(comparison, { color: showsStyles() })
  return [table.trimEnd(), ...warnings.map(({ text }) => `! ${text}`)].join('\n')
}
