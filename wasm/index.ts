export { sum, sumBytes, sumInit } from './sums'
