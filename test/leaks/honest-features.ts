/** Honest strategies of indicators, compositions, other time frames and cross-sections. */
import {
  above,
  abs,
  add,
  and,
  below,
  countAcross,
  crossAbove,
  crossBelow,
  demeanAcross,
  divide,
  donchian,
  ema,
  lag,
  log,
  meanAcross,
  multiply,
  negate,
  not,
  on,
  or,
  percentileAcross,
  price,
  rank,
  roc,
  rsi,
  sma,
  subtract,
  when,
  zScoreAcross,
} from '../../src/index.ts'
import { bbands, macd } from '../../src/indicators/index.ts'
import { DENSE, HOURLY, type LeakCase, WIDE } from './corpus.ts'
import { holding } from './honest-case.ts'

export const HONEST_FEATURES: readonly LeakCase[] = [
  holding({ name: 'average-cross', idea: 'two averages crossing' }, () => ({
    signal: subtract(crossAbove(sma(5), sma(20)), crossBelow(sma(5), sma(20))),
  })),
  holding({ name: 'oversold', idea: 'RSI below 40 in an uptrend' }, () => ({
    signal: and(below(rsi(7), 45), above(price.close, sma(30))),
  })),
  holding({ name: 'breakout', idea: 'a close above the channel of the bar before' }, () => ({
    signal: above(price.close, lag(donchian(15).upper, 1)),
  })),
  holding({ name: 'several-outputs', idea: 'two outputs of one indicator' }, () => {
    const trend = macd(5, 12, 4)
    return { signal: subtract(trend, trend.signal) }
  }),
  holding({ name: 'band-width', idea: 'arithmetic over the outputs of Bollinger bands' }, () => {
    const bands = bbands(12)
    return { signal: subtract(divide(subtract(bands.upper, bands.lower), bands), 0.05) }
  }),
  holding({ name: 'branches', idea: 'one rule in a trend and another outside' }, () => ({
    signal: when(above(sma(10), sma(25)), roc(3), negate(roc(10))),
  })),
  holding({ name: 'either-or-not', idea: 'conditions of conditions' }, () => ({
    signal: and(or(above(roc(2), 1), below(roc(2), -1)), not(above(rsi(5), 80))),
  })),
  holding({ name: 'long-lag', idea: 'the close of sixty bars ago' }, () => ({
    signal: subtract(price.close, lag(price.close, 60)),
  })),
  holding({ name: 'weekly-trend', idea: 'closed weeks only, on daily bars', table: DENSE }, () => ({
    signal: subtract(price.close, on('1w', sma(3))),
  })),
  holding({ name: 'weekly-on-ragged', idea: 'closed weeks where days are missing' }, () => ({
    signal: subtract(on('1w', price.close), lag(on('1w', price.close), 5)),
  })),
  holding({ name: 'monthly-highs', idea: 'the high of the last closed month' }, () => ({
    signal: above(price.close, on('1mo', price.high)),
  })),
  holding({ name: 'daily-on-hourly', idea: 'closed days on hourly bars', table: HOURLY }, () => ({
    signal: subtract(ema(6), on('1d', sma(2))),
  })),
  holding({ name: 'four-hours-in-a-day', idea: 'a frame within a frame', table: HOURLY }, () => ({
    signal: subtract(on('4h', ema(3)), on('1d', on('1d', price.close))),
  })),
  holding({ name: 'after-a-frame', idea: 'an average of a framed feature', table: DENSE }, () => ({
    signal: subtract(on('1w', roc(1)), sma(on('1w', roc(1)), 5)),
  })),
  holding({ name: 'momentum-rank', idea: 'the three strongest of the day', table: WIDE }, () => ({
    signal: below(rank(roc(20)), 3.5),
  })),
  holding({ name: 'smoothed-rank', idea: 'an average of ranks', table: WIDE }, () => ({
    signal: subtract(sma(percentileAcross(roc(5)), 4), 0.5),
  })),
  holding({ name: 'weekly-rank', idea: 'a rank of weekly returns', table: WIDE }, () => ({
    signal: below(rank(on('1w', roc(2))), 2.5),
  })),
  holding({ name: 'market-relative', idea: 'the return above the market', table: WIDE }, () => ({
    signal: demeanAcross(roc(10)),
  })),
  holding({ name: 'pair-z-score', idea: 'a cross-sectional z-score of logarithms', table: WIDE }, () => ({
    signal: negate(zScoreAcross(subtract(log(price.close), log(sma(10))))),
  })),
  holding({ name: 'rank-of-a-rank', idea: 'a cross-section of a cross-section', table: WIDE }, () => ({
    signal: subtract(meanAcross(rank(roc(3))), add(rank(abs(roc(9))), multiply(countAcross(roc(3)), 0))),
  })),
]
