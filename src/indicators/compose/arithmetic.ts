/**
 * Arithmetic of features, bar by bar: `divide(subtract(price.close, sma(20)), atr(14))`. A result that is no finite number,
 * such as a division by 0, is an error that names the feature, instrument and time, as for every feature.
 */
import { binary, folded, unary } from './elementwise.ts'

/** a + b + ... */
export const add = folded('add', 'Sum', (a, b) => a + b)
/** a - b. */
export const subtract = binary('subtract', 'Difference', (a, b) => a - b)
/** a x b x ... */
export const multiply = folded('multiply', 'Product', (a, b) => a * b)
/** a / b. */
export const divide = binary('divide', 'Quotient', (a, b) => a / b)
/** a to the power of b. */
export const power = binary('power', 'Power', (a, b) => a ** b)
/** -x. */
export const negate = unary('negate', 'Negative', (x) => -x)
/** |x|. */
export const abs = unary('abs', 'Absolute value', Math.abs)
/** -1, 0 or 1. */
export const sign = unary('sign', 'Sign', Math.sign)
/** Natural logarithm; x must be above 0. */
export const log = unary('log', 'Natural logarithm', Math.log)
/** e to the power of x. */
export const exp = unary('exp', 'Exponential', Math.exp)
/** Square root; x must be at least 0. */
export const sqrt = unary('sqrt', 'Square root', Math.sqrt)
/** The smallest of several features at each bar; `min(period)` is the smallest of several bars. */
export const minOf = folded('min-of', 'Smallest of several', Math.min)
/** The largest of several features at each bar; `max(period)` is the largest of several bars. */
export const maxOf = folded('max-of', 'Largest of several', Math.max)
/** The feature, and `otherwise` at the bars where a documented gap leaves it without a value after its warm-up. */
export const orElse = binary('or-else', 'Value, or another in a gap', (x, otherwise) =>
  Number.isNaN(x) ? otherwise : x,
)
