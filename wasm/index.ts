export { max, min } from './extremes'
export { belowHighest, midpoint, position } from './ranges'
export { sum, sumBytes, sumInit } from './sums'
export { aroon, aroonDifference, maxAge, minAge } from './tops'
