/** How a strategy is executed: everything beside data, strategy and parameters that changes a run's result. */
import { type JsonObject, UsageError } from '../model/index.ts'
import { type Cost, parseCost } from './costs.ts'
import { describeMissing, type MissingBars } from './missing-bars.ts'
import type { RiskRule } from './risk.ts'

/** When a decision fills. `same-close` is optimistic: it trades at the price it was decided on. */
export const FILL_RULES = ['next-open', 'next-close', 'same-close'] as const
export type FillRule = (typeof FILL_RULES)[number]

export interface EngineConfig {
  readonly openingCash: number
  /** Empty where the run is explicitly without costs. */
  readonly costs: readonly Cost[]
  readonly risk: readonly RiskRule[]
  readonly fillRule: FillRule
  /** `cash`: a fill must be carried by cash, short positions binding their value again; `unlimited`: no check. */
  readonly credit: 'cash' | 'unlimited'
  /** Closes what is open at the last bar's close, with real fills. */
  readonly closeAtEnd: boolean
  readonly seed: number
  /** What is done about missing bars; they are carried where it is absent. */
  readonly missingBars?: MissingBars
}

/** The engine's own version: any change that can change a number or a byte of a ledger changes it. */
export const ENGINE_VERSION = '2'

/** The configuration as it enters a run's identity. Throws `UsageError` where a value cannot be. */
export function describeConfig(config: EngineConfig): JsonObject {
  const { openingCash, costs, risk, fillRule, credit, closeAtEnd, seed, missingBars } = config
  if (!Number.isFinite(openingCash) || openingCash <= 0) {
    throw new UsageError('BAD_CASH', `Opening cash must be a number above 0, but it is ${openingCash}.`, {
      openingCash: String(openingCash),
    })
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new UsageError('BAD_SEED', `A seed must be a whole number of at least 0, but it is ${seed}.`)
  }
  if (!FILL_RULES.includes(fillRule)) {
    throw new UsageError(
      'BAD_FILL_RULE',
      `A fill rule must be one of ${FILL_RULES.join(', ')}, but it is '${fillRule}'.`,
    )
  }
  return {
    engineVersion: ENGINE_VERSION,
    openingCash,
    costs: costs.map(({ kind, value }) => ({ ...parseCost(`${kind}=${value}`) })),
    risk: risk.map((rule) => ({ ...rule })),
    fillRule,
    credit,
    closeAtEnd,
    seed,
    // Not named where it is `carry`, so that what was stored before policies stays the same.
    ...(missingBars === undefined ? {} : { missingBars: describeMissing(missingBars) }),
  }
}
