export { kama, kamaBytes } from './adaptive'
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
export { change, fraction, ratio, relativeChange, returns } from './changes'
export { channelIndex, distanceBytes, distanceInit } from './distances'
export { add, distance, divide, divideOrZero, multiply, scale, subtract } from './elementwise'
export { ema, emaSixfold, emaThrice, emaTwice, spread, trix } from './exponential'
export { max, min } from './extremes'
export { finite } from './finite'
export { balance, moneyFlows, typicalPrice } from './flows'
export { confirmBreaks } from './hikkake'
export { hilbert } from './hilbert'
export { deviation, momentBytes, momentInit, variance } from './moments'
export { adosc, macd } from './oscillators'
export { correlation, pairBytes, pairInit, pairSlope } from './pairs'
export { parabolic } from './parabolic'
export { pressures, ultimate } from './pressures'
export { belowHighest, midpoint, position } from './ranges'
export { doubleShare, shareBytes, shareInit, windowShare } from './shares'
export { mean, sum, sumBytes, sumInit } from './sums'
export { aroon, aroonDifference, maxAge, minAge } from './tops'
export { line, slope, trendBytes, trendInit, weightedMean } from './trends'
export { accumulation, onBalance } from './volumes'
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
} from './wilder'
