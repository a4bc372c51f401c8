/** Every figure once: its name on a page, its unit, which way is better, and what it is in one sentence. */
import type { Metrics } from './metrics.ts'

/** The figures of `Metrics` that are one number. */
export type MetricKey = {
  [K in keyof Metrics]: Metrics[K] extends number | null ? K : never
}[keyof Metrics]

export type MetricUnit = 'money' | 'fraction' | 'ratio' | 'count' | 'duration' | 'time'

export interface MetricDefinition {
  readonly key: MetricKey
  readonly label: string
  readonly unit: MetricUnit
  readonly better: 'higher' | 'lower' | 'neither'
  readonly group: 'return' | 'risk' | 'activity' | 'trade'
  readonly definition: string
}

type Row = readonly [MetricKey, string, MetricUnit, MetricDefinition['better'], string]

const RETURN_ROWS: readonly Row[] = [
  ['openingEquity', 'Opening equity', 'money', 'neither', 'Cash and positions before the first pulse.'],
  [
    'finalEquity',
    'Final equity',
    'money',
    'higher',
    'Cash plus positions at their last close, after the last pulse.',
  ],
  ['finalCash', 'Final cash', 'money', 'neither', 'Cash after the last pulse; open positions are not in it.'],
  [
    'profit',
    'Profit',
    'money',
    'higher',
    'Final equity less opening equity; open positions count at their last close.',
  ],
  ['totalReturn', 'Total return', 'fraction', 'higher', 'Final equity / opening equity - 1.'],
  [
    'annualReturn',
    'Annual return',
    'fraction',
    'higher',
    'Geometric: (1 + total return) to the power of periods a year / returns, minus 1.',
  ],
  ['periods', 'Returns', 'count', 'neither', 'Count of returns: pulses less one.'],
  ['bestPeriod', 'Best period', 'fraction', 'higher', 'Largest return of one period.'],
  ['worstPeriod', 'Worst period', 'fraction', 'higher', 'Smallest return of one period.'],
  ['positivePeriods', 'Positive periods', 'fraction', 'higher', 'Share of returns above zero.'],
]

const RISK_ROWS: readonly Row[] = [
  [
    'volatility',
    'Volatility',
    'fraction',
    'lower',
    'Sample standard deviation of returns, times the root of periods a year.',
  ],
  [
    'sharpe',
    'Sharpe',
    'ratio',
    'higher',
    'Mean return above the risk-free rate per period / sample standard deviation, times the root of periods a year.',
  ],
  [
    'sortino',
    'Sortino',
    'ratio',
    'higher',
    'As Sharpe, over the root mean square of the shortfalls below the risk-free rate (all periods counted).',
  ],
  [
    'calmar',
    'Calmar',
    'ratio',
    'higher',
    'Annual return / depth of the deepest drawdown, over the whole run.',
  ],
  [
    'maxDrawdown',
    'Max drawdown',
    'fraction',
    'higher',
    'Deepest fall of equity below its highest value so far.',
  ],
  ['ulcer', 'Ulcer index', 'fraction', 'lower', 'Root mean square of the drawdown over all pulses.'],
]

const ACTIVITY_ROWS: readonly Row[] = [
  ['exposure', 'Exposure', 'fraction', 'neither', 'Share of pulses with an open position.'],
  ['averageLeverage', 'Average leverage', 'ratio', 'neither', 'Mean gross exposure / mean equity.'],
  ['peakLeverage', 'Peak leverage', 'ratio', 'lower', 'Highest gross exposure / equity at one pulse.'],
  [
    'turnover',
    'Turnover a year',
    'ratio',
    'neither',
    'Half of the traded value / mean equity, times periods a year / returns.',
  ],
  [
    'tradedNotional',
    'Traded value',
    'money',
    'neither',
    'Quantity x price x multiplier over all fills, buys and sells.',
  ],
  ['fees', 'Fees', 'money', 'lower', 'All fees of all fills; spread and slippage are in the prices instead.'],
  [
    'dividends',
    'Dividends',
    'money',
    'neither',
    'Cash received on ex-dates, less what short positions paid; a dividend that prices contain is not in it.',
  ],
]

const TRADE_ROWS: readonly Row[] = [
  [
    'trades',
    'Trades',
    'count',
    'neither',
    'Closed round trips, first in first out; a lot closed in two parts is two.',
  ],
  ['winRate', 'Win rate', 'fraction', 'higher', 'Trades with a net above zero / all trades.'],
  [
    'profitFactor',
    'Profit factor',
    'ratio',
    'higher',
    'Sum of winning nets / sum of losing nets, without sign.',
  ],
  ['expectancy', 'Expectancy', 'money', 'higher', 'Mean net per trade.'],
  ['averageTrade', 'Average trade, gross', 'money', 'higher', 'Mean gross per trade, before fees.'],
  ['averageWin', 'Average win', 'money', 'higher', 'Mean net of the trades that won.'],
  ['averageLoss', 'Average loss', 'money', 'higher', 'Mean net of the trades that lost.'],
  ['payoff', 'Payoff', 'ratio', 'higher', 'Average win / average loss, without sign.'],
  ['bestTrade', 'Best trade', 'money', 'higher', 'Largest net of a trade.'],
  ['worstTrade', 'Worst trade', 'money', 'higher', 'Smallest net of a trade.'],
  ['averageHoldingMs', 'Average holding', 'duration', 'neither', 'Mean time from entry to exit.'],
]

const rowsOf = (group: MetricDefinition['group'], rows: readonly Row[]): MetricDefinition[] =>
  rows.map(([key, label, unit, better, definition]) => ({ key, label, unit, better, group, definition }))

/** All figures that are one number, in the order in which pages show them. */
export const METRIC_DEFINITIONS: readonly MetricDefinition[] = [
  ...rowsOf('return', RETURN_ROWS),
  ...rowsOf('risk', RISK_ROWS),
  ...rowsOf('activity', ACTIVITY_ROWS),
  ...rowsOf('trade', TRADE_ROWS),
]
