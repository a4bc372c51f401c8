export { change, fraction, ratio, relativeChange } from './changes'
export { mean, sum, sumBytes, sumInit } from './sums'
