/**
 * Exponential averages and chains of them over a column: the same operations in the same order as exponential.ts and chains.ts, so the same
 * bits. The kernel itself runs until all its averages are seeded; from there they are locals of a plain loop, 2 to 3 ns a bar.
 */
import { emaChain, pushDema, pushT3, pushTema, pushTripleEma, t3State } from './chains.ts'
import type { WindowRun } from './window-run.ts'

/** `pushEma`; row t is written from `start + period - 1` on. */
export function emaColumn({ input, output, period, start, end }: WindowRun): void {
  const weight = 2 / (period + 1)
  const seeded = start + period
  if (seeded > end) return
  let value = 0
  for (let t = start; t < seeded; t++) value += input[t]!
  value /= period
  output[seeded - 1] = value
  for (let t = seeded; t < end; t++) {
    value += (input[t]! - value) * weight
    output[t] = value
  }
}

/** `pushDema`, from `start + 2 (period - 1)` on. */
export function demaColumn({ input, output, period, start, end }: WindowRun): void {
  const chain = emaChain(period)
  const first = start + 2 * (period - 1)
  if (first >= end) return
  for (let t = start; t <= first; t++) output[first] = pushDema(chain, input[t]!)
  const { weight } = chain.first
  let one = chain.first.value
  let two = chain.second.value
  for (let t = first + 1; t < end; t++) {
    one += (input[t]! - one) * weight
    two += (one - two) * weight
    output[t] = 2 * one - two
  }
}

/** `pushTema`, from `start + 3 (period - 1)` on. */
export function temaColumn({ input, output, period, start, end }: WindowRun): void {
  const chain = emaChain(period)
  const first = start + 3 * (period - 1)
  if (first >= end) return
  for (let t = start; t <= first; t++) output[first] = pushTema(chain, input[t]!)
  const { weight } = chain.first
  let one = chain.first.value
  let two = chain.second.value
  let three = chain.third.value
  for (let t = first + 1; t < end; t++) {
    one += (input[t]! - one) * weight
    two += (one - two) * weight
    three += (two - three) * weight
    output[t] = 3 * one - 3 * two + three
  }
}

/** The change of `pushTripleEma` in percent, from `start + 3 (period - 1) + 1` on. */
export function trixColumn({ input, output, period, start, end }: WindowRun): void {
  const chain = emaChain(period)
  const first = start + 3 * (period - 1)
  if (first >= end) return
  for (let t = start; t <= first; t++) pushTripleEma(chain, input[t]!)
  const { weight } = chain.first
  let one = chain.first.value
  let two = chain.second.value
  let three = chain.third.value
  for (let t = first + 1; t < end; t++) {
    const previous = three
    one += (input[t]! - one) * weight
    two += (one - two) * weight
    three += (two - three) * weight
    output[t] = previous === 0 ? 0 : (three / previous - 1) * 100
  }
}

/** `pushT3`, from `start + 6 (period - 1)` on. */
export function t3Column({ input, output, period, start, end }: WindowRun, factor: number): void {
  const state = t3State(period, factor)
  const first = start + 6 * (period - 1)
  if (first >= end) return
  for (let t = start; t <= first; t++) output[first] = pushT3(state, input[t]!)
  const { lower, upper, c1, c2, c3, c4 } = state
  const { weight } = lower.first
  let one = lower.first.value
  let two = lower.second.value
  let three = lower.third.value
  let four = upper.first.value
  let five = upper.second.value
  let six = upper.third.value
  for (let t = first + 1; t < end; t++) {
    one += (input[t]! - one) * weight
    two += (one - two) * weight
    three += (two - three) * weight
    four += (three - four) * weight
    five += (four - five) * weight
    six += (five - six) * weight
    output[t] = c1 * six + c2 * five + c3 * four + c4 * three
  }
}
