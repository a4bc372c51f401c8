export { change, fraction, ratio, relativeChange } from './changes'
export { sum, sumBytes, sumInit } from './sums'
