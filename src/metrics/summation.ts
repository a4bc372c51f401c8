/**
 * Sums whose error does not grow with the number of terms: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur
 * Summation endlicher Summen", ZAMM 54 (1974). Millions of small profits on a large account keep their cents.
 */

/** A running sum; `add` costs two additions and a comparison, and allocates nothing, as the fields of an object are numbers in place. */
export class Sum {
  #sum = 0
  #lost = 0

  add(value: number): void {
    const sum = this.#sum
    const next = sum + value
    this.#lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    this.#sum = next
  }

  total(): number {
    return this.#sum + this.#lost
  }
}

/** The sum of a column. */
export function sumOf(values: Float64Array): number {
  let sum = 0
  let lost = 0
  for (let n = 0; n < values.length; n++) {
    const value = values[n]!
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  return sum + lost
}

/** `numerator / denominator`, or null where that is not a finite number. */
export function ratioOf(numerator: number | null, denominator: number | null): number | null {
  if (numerator === null || denominator === null || denominator === 0) return null
  return finiteOrNull(numerator / denominator)
}

export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
