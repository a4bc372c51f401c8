/** Numbers that were rounded on their way into factor files, as they were before: 6.999997 was 7. */

const MOST_PARTS = 20
const MOST_DECIMALS = 8
/** Two price factors of seven decimals are off by half of the last one each. */
const FACTOR_ERROR = 1e-7

/** The ratio of small whole numbers (n:d or d:n, d up to 20) within the relative error, else the ratio itself. */
export function ratioWithin(ratio: number, relativeError: number): number {
  const isReverse = ratio < 1
  const large = isReverse ? 1 / ratio : ratio
  for (let parts = 1; parts <= MOST_PARTS; parts++) {
    const whole = Math.round(large * parts)
    if (Math.abs(whole / parts - large) <= large * relativeError) {
      return isReverse ? parts / whole : whole / parts
    }
  }
  return ratio
}

/** The amount of a dividend of the given factor (of two price factors, the later being `next`): the shortest within the error. */
export function amountWithin(reference: number, factor: number, next: number): number {
  const exact = reference * (1 - factor)
  const error = (reference * FACTOR_ERROR) / next
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const rounded = Number(exact.toFixed(decimals))
    if (rounded > 0 && Math.abs(rounded - exact) <= error) return rounded
  }
  return exact
}
