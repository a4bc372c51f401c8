/**
 * What the closed round trips say. A trade wins where its net is above zero and loses where it is below; one that is exactly
 * zero is neither, but counts. Whatever has no trade to speak of is null.
 */
import type { Trade } from '../ledger/index.ts'
import { ratioOf, Sum } from './summation.ts'

export type TradeStatistics = {
  readonly count: number
  readonly wins: number
  readonly losses: number
  /** Sums over all trades, in account currency. */
  readonly gross: number
  readonly fees: number
  readonly dividends: number
  readonly net: number
  /** wins / count. */
  readonly winRate: number | null
  /** Sum of winning nets / |sum of losing nets|; null where nothing was lost. */
  readonly profitFactor: number | null
  /** Mean net per trade. */
  readonly expectancy: number | null
  /** Mean gross per trade. */
  readonly averageTrade: number | null
  /** Mean net of the winners, of the losers (negative). */
  readonly averageWin: number | null
  readonly averageLoss: number | null
  /** averageWin / |averageLoss|. */
  readonly payoff: number | null
  /** Largest and smallest net. */
  readonly best: number | null
  readonly worst: number | null
  /** Mean time from entry to exit, ms; medians would need a sort. */
  readonly averageHoldingMs: number | null
  /** Longest runs of trades that won, that lost, in the order of their exits. */
  readonly longestWinStreak: number
  readonly longestLossStreak: number
}

/** Statistics of `trades`, which come in the order of their exits (the order of the ledger). */
export function tradeStatistics(trades: Iterable<Trade>): TradeStatistics {
  const tally = createTradeTally()
  for (const trade of trades) tally.add(trade)
  return tally.statistics()
}

/** Statistics of trades that pass one by one, in the order of their exits. */
export interface TradeTally {
  add(trade: Trade): void
  statistics(): TradeStatistics
}

export function createTradeTally(): TradeTally {
  const gross = new Sum()
  const fees = new Sum()
  const dividends = new Sum()
  const net = new Sum()
  const won = new Sum()
  const lost = new Sum()
  const held = new Sum()
  let count = 0
  let wins = 0
  let losses = 0
  let best = Number.NEGATIVE_INFINITY
  let worst = Number.POSITIVE_INFINITY
  let winStreak = 0
  let lossStreak = 0
  let longestWinStreak = 0
  let longestLossStreak = 0
  const add = (trade: Trade): void => {
    count++
    gross.add(trade.gross)
    fees.add(trade.fees)
    dividends.add(trade.dividends)
    net.add(trade.net)
    held.add(trade.exitTimeMs - trade.entryTimeMs)
    if (trade.net > best) best = trade.net
    if (trade.net < worst) worst = trade.net
    winStreak = trade.net > 0 ? winStreak + 1 : 0
    lossStreak = trade.net < 0 ? lossStreak + 1 : 0
    if (winStreak > longestWinStreak) longestWinStreak = winStreak
    if (lossStreak > longestLossStreak) longestLossStreak = lossStreak
    if (trade.net > 0) {
      wins++
      won.add(trade.net)
    } else if (trade.net < 0) {
      losses++
      lost.add(trade.net)
    }
  }
  const statistics = (): TradeStatistics => {
    const averageWin = ratioOf(won.total(), wins)
    const averageLoss = ratioOf(lost.total(), losses)
    return {
      count,
      wins,
      losses,
      gross: gross.total(),
      fees: fees.total(),
      dividends: dividends.total(),
      net: net.total(),
      winRate: ratioOf(wins, count),
      profitFactor: ratioOf(won.total(), Math.abs(lost.total())),
      expectancy: ratioOf(net.total(), count),
      averageTrade: ratioOf(gross.total(), count),
      averageWin,
      averageLoss,
      payoff: averageLoss === null ? null : ratioOf(averageWin, Math.abs(averageLoss)),
      best: count === 0 ? null : best,
      worst: count === 0 ? null : worst,
      averageHoldingMs: ratioOf(held.total(), count),
      longestWinStreak,
      longestLossStreak,
    }
  }
  return { add, statistics }
}
