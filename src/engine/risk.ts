/**
 * The risk chain: rules between `decide` and the orders, applied in order to every target that the strategy set at this
 * pulse. A rule that changes a target is recorded. Held positions that no one touches are left as they are.
 */

import type { Reason } from '../ledger/index.ts'
import { didYouMean, UsageError } from '../model/index.ts'

export type RiskRule =
  | { readonly kind: 'long-only' }
  /** |target x close x multiplier| may be at most this fraction of equity; the target shrinks towards zero. */
  | { readonly kind: 'max-weight'; readonly weight: number }

export const RISK_KINDS = ['long-only', 'max-weight'] as const

/** Reads `long-only` or `max-weight=0.1`. Throws `UsageError` BAD_RISK. */
export function parseRisk(text: string): RiskRule {
  const [kind = '', amount] = text.split('=')
  if (kind === 'long-only' && amount === undefined) return { kind }
  if (kind === 'max-weight') {
    const weight = amount === undefined || amount.trim() === '' ? Number.NaN : Number(amount)
    if (Number.isFinite(weight) && weight > 0) return { kind, weight }
    throw new UsageError(
      'BAD_RISK',
      `Risk rule max-weight needs a fraction above 0 (max-weight=0.1), but it is '${text}'.`,
      {
        rule: text,
      },
    )
  }
  throw new UsageError(
    'BAD_RISK',
    `A risk rule must be long-only or max-weight=FRACTION, but it is '${text}'.${didYouMean(kind, RISK_KINDS)}`,
    { rule: text },
  )
}

export interface RiskView {
  readonly equity: number
  readonly close: number
  readonly multiplier: number
  readonly lotSize: number | null
}

/** The target after one rule. */
export function applyRule(rule: RiskRule, target: number, view: RiskView): number {
  switch (rule.kind) {
    case 'long-only':
      return target < 0 ? 0 : target
    case 'max-weight': {
      const unit = view.close * view.multiplier
      const limit = view.equity > 0 ? (rule.weight * view.equity) / unit : 0
      if (Math.abs(target) <= limit) return target
      const units = view.lotSize === null ? limit : Math.floor(limit / view.lotSize) * view.lotSize
      return Math.sign(target) * units
    }
    default:
      return rule satisfies never
  }
}

export const RISK_REASONS: Readonly<Record<RiskRule['kind'], Reason>> = {
  'long-only': 'LONG_ONLY',
  'max-weight': 'MAX_WEIGHT',
}
