export { finite } from './finite'
export { sum, sumBytes, sumInit } from './sums'
export { wideSum, wideSumBytes, wideSumInit } from './wide-sums'
