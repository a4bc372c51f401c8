export {
  type BacktestOutcome,
  type DecideFailure,
  type FailurePlace,
  type FinishedLedger,
  finishLedger,
  runBacktest,
} from './backtest.ts'
export { describeConfig, ENGINE_VERSION, type EngineConfig, FILL_RULES, type FillRule } from './config.ts'
export { COST_KINDS, type Cost, type CostKind, createCostModel, parseCost } from './costs.ts'
export { createEngine, type Engine, type EngineInput } from './engine.ts'
export {
  type BarSpan,
  type Halt,
  MISSING_BAR_POLICIES,
  type MissingBarPolicy,
  type MissingBars,
  type MissingPlan,
  planMissing,
} from './missing-bars.ts'
export { parseRisk, RISK_KINDS, type RiskRule } from './risk.ts'
