export { kama, kamaBytes, mama } from './adaptive'
export { degrees } from './arc-tangent'
export { bands } from './bands'
export {
  above,
  aroundEqual,
  candleEnds,
  candleShadows,
  candleSums,
  clear,
  everyRow,
  listRows,
  meanShadow,
  narrow,
  offMiddle,
  reaches,
  storeWhere,
  unite,
} from './candle-facts'
export { doji, engulfing } from './candles'
export { change, fraction, percentChange, ratio, relativeChange } from './changes'
export { channelIndex, distanceBytes, distanceInit, meanDistance } from './distances'
export {
  accelerations,
  add,
  distance,
  divideOrZero,
  multiply,
  scale,
  shareOfPath,
  subtract,
  twiceLess,
} from './elementwise'
export {
  ema,
  emaOfDifference,
  emaQuotient,
  emaSixfold,
  emaThrice,
  emaTwice,
  relativeSpread,
  spread,
  trix,
} from './exponential'
export { max, min } from './extremes'
export { finite } from './finite'
export { balance, bySign, moneyFlows, netShare } from './flows'
export { confirmBreaks } from './hikkake'
export { cycleMeans, hilbert, trendline } from './hilbert'
export { deviation, momentBytes, momentInit, variance } from './moments'
export { adosc, fromMiddle, macd } from './oscillators'
export { correlation, pairBytes, pairInit, pairSlope } from './pairs'
export { parabolic } from './parabolic'
export { pressures, ultimate } from './pressures'
export {
  averagePrice,
  balanceOfPower,
  marketFacilitation,
  medianPrice,
  typicalPrice,
  weightedClose,
} from './prices'
export { belowHighest, midpoint, position } from './ranges'
export { percentile, percentRank } from './ranks'
export { compound, cumulative, priceVolume, weightedByVolume, williams } from './running-sums'
export { doubleShare, shareBytes, shareInit, shareOnly, windowShare } from './shares'
export { smoothedChange, smoothedShare } from './smoothings'
export { lessMean, mean, meanDifference, sum, sumBytes, sumDistances, sumInit } from './sums'
export { supertrend } from './supertrend'
export { fractals } from './swings'
export { aroon, aroonDifference, maxAge, minAge } from './tops'
export { line, slope, trendBytes, trendInit, weightedMean } from './trends'
export { accumulation, closeFlows, meanWhereNone, onBalance, priceFlows } from './volumes'
export { wideSum, wideSumBytes, wideSumInit } from './wide-sums'
export {
  averageRange,
  decay,
  directionalIndex,
  gains,
  moves,
  percent,
  relativeRange,
  share,
  trueRanges,
  vortexPairs,
} from './wilder'
