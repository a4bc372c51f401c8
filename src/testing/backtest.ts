/** A whole backtest of a strategy value over a table, with all that its ledger says. */
import { createHash } from 'node:crypto'
import {
  type BacktestOutcome,
  type EngineConfig,
  finishLedger,
  type MissingPlan,
  runBacktest,
} from '../engine/index.ts'
import { computeFeatures } from '../indicators/index.ts'
import {
  type LedgerBlock,
  type LedgerEvent,
  type LedgerState,
  ledgerHash,
  readLog,
  sealLedger,
} from '../ledger/index.ts'
import type { BarTable, Dividend, JsonValue, Sha256, Split } from '../model/index.ts'
import { resolveParams, type Strategy } from '../strategy/index.ts'

const sha256: Sha256 = (...chunks) => {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

/** A million of cash, no costs, no rules, next-open fills, cash checked, seed 1. */
export const PLAIN_CONFIG: EngineConfig = {
  openingCash: 1_000_000,
  costs: [],
  risk: [],
  fillRule: 'next-open',
  credit: 'cash',
  closeAtEnd: false,
  seed: 1,
}

export interface BacktestSetting {
  readonly table: BarTable
  /** Splits and dividends that the table's prices do not contain. */
  readonly actions?: readonly (Split | Dividend)[]
  /** Any strategy; its own parameter and feature types do not matter here. */
  readonly strategy: unknown
  readonly params?: Readonly<Record<string, JsonValue>>
  readonly config?: Partial<EngineConfig>
  /** What is done about missing bars, as `planMissing` gives it. */
  readonly missing?: MissingPlan | undefined
}

export interface BacktestEvidence extends BacktestOutcome {
  readonly events: readonly LedgerEvent[]
  readonly folded: LedgerState
  readonly blocks: readonly LedgerBlock[]
  readonly hash: string
}

export function backtest({
  table,
  actions = [],
  strategy: given,
  params,
  config,
  missing,
}: BacktestSetting): BacktestEvidence {
  const strategy = given as Strategy
  const values = resolveParams(strategy.params, params ?? {})
  const outcome = runBacktest({
    table,
    actions,
    strategy,
    params: values,
    features: computeFeatures(table, strategy.features(values)),
    config: { ...PLAIN_CONFIG, ...config },
    missing,
    identity: { test: strategy.name },
  })
  const { state: folded } = finishLedger(outcome, sha256)
  const blocks = sealLedger(outcome.log, sha256)
  return { ...outcome, events: [...readLog(outcome.log)], folded, blocks, hash: ledgerHash(blocks) }
}
