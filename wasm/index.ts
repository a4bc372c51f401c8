export { change, fraction, ratio, relativeChange } from './changes'
export { mean, sum, sumBytes, sumInit } from './sums'
export { line, slope, trendBytes, trendInit, weightedMean } from './trends'
