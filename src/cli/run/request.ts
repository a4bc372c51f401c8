/** From settings to what is asked of a run: every value checked, no default for what a result depends on unseen. */
import {
  type Cost,
  FILL_RULES,
  type FillRule,
  MISSING_BAR_POLICIES,
  type MissingBarPolicy,
  parseCost,
  parseRisk,
} from '../../engine/index.ts'
import { ADJUSTMENTS, type Adjustment, didYouMean, UsageError } from '../../model/index.ts'
import type { RunRequest } from '../../run/index.ts'
import type { RunSettings } from './run-settings.ts'

const DEFAULT_CASH = 100_000
const DEFAULT_SEED = 0

/**
 * The request of a run. Throws `UsageError` STRATEGY_REQUIRED, SNAPSHOT_REQUIRED, COST_REQUIRED, BAD_COST, BAD_RISK,
 * BAD_FILL_RULE, BAD_CREDIT, BAD_MISSING_POLICY, BAD_ADJUSTMENT, BAD_DATE, EMPTY_RANGE.
 */
export async function requestOf(settings: RunSettings): Promise<RunRequest> {
  const { strategy, snapshot, runId, label, tag, riskFree, periodsPerYear } = settings
  if (strategy === undefined) {
    throw new UsageError(
      'STRATEGY_REQUIRED',
      'A run needs a strategy file, but none is named. Write: throughline run STRATEGY.ts --snapshot ID --cost none',
    )
  }
  if (snapshot === undefined) {
    throw new UsageError(
      'SNAPSHOT_REQUIRED',
      'A run needs a snapshot, but none is named. Add --snapshot ID; throughline snapshot list shows them.',
    )
  }
  return {
    strategyFile: strategy,
    snapshot,
    params: settings.params,
    config: {
      openingCash: settings.cash ?? DEFAULT_CASH,
      costs: costsOf(settings.cost),
      risk: (settings.risk ?? []).map(parseRisk),
      fillRule: fillRuleOf(settings.fill ?? 'next-open'),
      credit: creditOf(settings.credit ?? 'cash'),
      closeAtEnd: settings.closeAtEnd ?? false,
      seed: settings.seed ?? DEFAULT_SEED,
    },
    slice: await sliceOf(settings),
    ...(settings.policy === undefined ? {} : { missingBars: policyOf(settings.policy) }),
    ...(runId === undefined ? {} : { runId }),
    ...(label === undefined ? {} : { label }),
    ...(tag === undefined ? {} : { tags: tag }),
    ...(riskFree === undefined ? {} : { riskFreeRate: riskFree }),
    ...(periodsPerYear === undefined ? {} : { periodsPerYear }),
  }
}

/** Costs are said, never assumed: `none`, or a chain. */
function costsOf(texts: readonly string[] | undefined): readonly Cost[] {
  if (texts === undefined || texts.length === 0) {
    throw new UsageError(
      'COST_REQUIRED',
      'A run must say what trading costs, but no --cost is given. Write --cost none, or a chain: --cost spread-bps=5 --cost fixed-fee=1',
    )
  }
  if (!texts.includes('none')) return texts.map(parseCost)
  if (texts.length === 1) return []
  throw new UsageError(
    'BAD_COST',
    `Costs are none or a chain, but here are both: ${texts.join(', ')}. Leave one of them out.`,
    { costs: texts },
  )
}

function fillRuleOf(text: string): FillRule {
  const rule = FILL_RULES.find((known) => known === text)
  if (rule !== undefined) return rule
  throw new UsageError(
    'BAD_FILL_RULE',
    `A fill rule must be one of ${FILL_RULES.join(', ')}, but it is '${text}'.${didYouMean(text, FILL_RULES)}`,
    { fill: text },
  )
}

function policyOf(text: string): MissingBarPolicy {
  const policy = MISSING_BAR_POLICIES.find((known) => known === text)
  if (policy !== undefined) return policy
  throw new UsageError(
    'BAD_MISSING_POLICY',
    `A policy for missing bars must be one of ${MISSING_BAR_POLICIES.join(', ')}, but it is '${text}'.${didYouMean(text, MISSING_BAR_POLICIES)}`,
    { policy: text },
  )
}

function creditOf(text: string): 'cash' | 'unlimited' {
  if (text === 'cash' || text === 'unlimited') return text
  throw new UsageError(
    'BAD_CREDIT',
    `Credit must be cash or unlimited, but it is '${text}'.${didYouMean(text, ['cash', 'unlimited'])}`,
    { credit: text },
  )
}

function adjustmentOf(text: string): Adjustment {
  const known = ADJUSTMENTS.find((adjust) => adjust === text)
  if (known !== undefined) return known
  throw new UsageError(
    'BAD_ADJUSTMENT',
    `--adjust must be one of ${ADJUSTMENTS.join(', ')}, but it is '${text}'.${didYouMean(text, ADJUSTMENTS)}`,
    { adjust: text },
  )
}

async function sliceOf({ from, to, instruments, adjust = 'raw' }: RunSettings): Promise<RunRequest['slice']> {
  const { timeRange } = await import('../../data/index.ts')
  const { fromMs, toMs } = timeRange(from, to)
  return {
    fromMs: Number.isFinite(fromMs) ? fromMs : null,
    toMs: Number.isFinite(toMs) ? toMs : null,
    instruments: instruments === undefined ? null : [...new Set(instruments)].sort(),
    ...(adjust === 'raw' ? {} : { adjust: adjustmentOf(adjust) }),
  }
}
