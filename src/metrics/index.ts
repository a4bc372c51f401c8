export { type ComparedRun, type Comparison, type ComparisonRow, compareMetrics } from './compare.ts'
export {
  type Calendar,
  type ContextInput,
  givenMetricContext,
  inferMetricContext,
  type MetricContext,
  ratePerPeriod,
} from './context.ts'
export {
  METRIC_DEFINITIONS,
  type MetricDefinition,
  type MetricKey,
  type MetricUnit,
} from './definitions.ts'
export {
  type Distribution,
  describeReturns,
  type HistogramBin,
  histogram,
} from './distribution.ts'
export {
  type Drawdown,
  type DrawdownInput,
  type DrawdownSummary,
  drawdownSeries,
  summariseDrawdowns,
} from './drawdown.ts'
export { computeMetrics, type MetricInput, type Metrics } from './metrics.ts'
export {
  type MonthInput,
  type MonthReturn,
  monthlyReturns,
  type YearReturns,
  yearlyReturns,
} from './months.ts'
export { type EquityPath, periodReturns, type ReturnMoments, returnMoments } from './returns.ts'
export { type RollingFigures, type RollingInput, rollingFigures } from './rolling.ts'
export { sumOf } from './summation.ts'
export { createTradeTally, type TradeStatistics, type TradeTally, tradeStatistics } from './trades.ts'
