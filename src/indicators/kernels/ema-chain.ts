/**
 * Exponential averages of exponential averages, all of one period, and a sum of them in fixed shares. Stage k + 1 averages what
 * stage k gives; its change is -weight times the distance of stage k (exponential.ts), so with distances in units of weight^k
 *
 *   d1[t] = keep d1[t - 1] + c[t]    d2[t] = keep d2[t - 1] + d1[t]    and so on,
 *
 * each taken over two rows: d2[t] = (keep^2 d2[t - 2] - c[t]) + 2 d1[t], since d1[t] + keep d1[t - 1] is 2 d1[t] - c[t]. Average k is
 * x + keep (d1 + weight d2 + ... + weight^(k - 1) dk): any sum of averages whose shares add up to 1 is x plus a share of each
 * distance, so of a constant it is exactly that constant. A NaN is handed on and not taken.
 */
import { distanceOf } from './exponential.ts'

export interface EmaChain {
  readonly period: number
  readonly keep: number
  /** What of each distance the averages from it on have: keep weight^k. */
  readonly units: Float64Array
  /** What of each distance the result has. */
  readonly shares: Float64Array
  /** Distances of this row and of the one before. */
  readonly now: Float64Array
  readonly before: Float64Array
  /** Stages that are seeded, and what seeds the next: sum and number of the values so far. */
  stages: number
  seed: number
  count: number
  /** The result in the row that seeds the last stage, NaN before. */
  seeded: number
  last: number
  change: number
}

/** `parts[k]` is the part that average k + 1 has in the result; together they are 1. */
export function emaChain(period: number, parts: readonly number[]): EmaChain {
  const weight = 2 / (period + 1)
  const units = new Float64Array(parts.length).fill(1 - weight)
  for (let k = 1; k < units.length; k++) units[k] = units[k - 1]! * weight
  return {
    period,
    keep: 1 - weight,
    units,
    shares: units.map((unit, k) => unit * parts.slice(k).reduceRight((sum, part) => sum + part, 0)),
    now: new Float64Array(parts.length),
    before: new Float64Array(parts.length),
    stages: 0,
    seed: 0,
    count: 0,
    seeded: Number.NaN,
    last: Number.NaN,
    change: Number.NaN,
  }
}

/** Takes a value; the sum of the averages, or NaN before all are seeded. */
export function pushChain(chain: EmaChain, value: number): number {
  if (Number.isNaN(value)) return value
  const { now, before, shares, keep, stages } = chain
  const square = keep * keep
  const change = Number.isNaN(chain.last) ? 0 : chain.last - value
  let lowest = 0
  let lower = change
  // What of the distances the result has is added up in pairs as they lie.
  let rest = 0
  let open = 0
  for (let k = 0; k < stages; k++) {
    const kept = square * before[k]!
    const distance = k === 0 ? kept + (change + keep * chain.change) : kept - lowest + 2 * lower
    before[k] = now[k]!
    now[k] = distance
    const part = shares[k]! * distance
    if ((k & 1) === 0) open = part
    else rest += open + part
    lowest = lower
    lower = distance
  }
  if ((stages & 1) === 1) rest += open
  chain.last = value
  chain.change = change
  if (stages === now.length) return value + rest
  // What a call gives would be boxed, so it gives nothing.
  seedStage(chain, value, lower)
  return chain.seeded
}

/** Adds the highest average that there is to the seed of the next. */
function seedStage(chain: EmaChain, value: number, lower: number): void {
  const { now, before, units, keep, stages, period } = chain
  let average = value
  for (let k = 0; k < stages; k++) average += units[k]! * now[k]!
  chain.seed += average
  chain.count++
  if (chain.count < period) return
  const distance = distanceOf(chain.seed / period - average, units[stages]!)
  now[stages] = distance
  before[stages] = distanceOf(distance - lower, keep)
  chain.seed = 0
  chain.count = 0
  chain.stages++
  // What this stage gives here is the first that the next one takes.
  if (chain.stages < now.length) seedStage(chain, value, distance)
  else chain.seeded = now.reduce((sum, each, k) => sum + chain.shares[k]! * each, value)
}
