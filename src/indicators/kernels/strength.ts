/** Wilder's relative strength (1978): the share of gains in all movement, from the decaying sums of both. */
import { type DecayingSum, decayingSum, pushDecaying } from './decaying-sum.ts'

export interface StrengthState {
  /** The value before, NaN before the first. */
  previous: number
  readonly gain: DecayingSum
  readonly loss: DecayingSum
}

export function strengthState(period: number): StrengthState {
  return { previous: Number.NaN, gain: decayingSum(period), loss: decayingSum(period) }
}

/** Takes a value; 0 to 100, or NaN before there are `period` changes. */
export function pushStrength(state: StrengthState, value: number): number {
  pushChange(state, value)
  return shareOf(state, 0)
}

/** Takes a value; -100 to 100, or NaN before there are `period` changes. */
export function pushBalance(state: StrengthState, value: number): number {
  pushChange(state, value)
  return shareOf(state, 1)
}

function pushChange(state: StrengthState, value: number): void {
  const change = value - state.previous
  state.previous = value
  pushDecaying(state.gain, gainOf(change))
  pushDecaying(state.loss, gainOf(-change))
}

/** A change where it is positive, else 0, without a branch that no processor could foresee: the sum is exact. */
export function gainOf(change: number): number {
  return 0.5 * (Math.abs(change) + change)
}

/** Gains less `part` of the losses in percent of both; 0 where nothing has moved, NaN while the sums are being seeded. */
function shareOf({ gain, loss }: StrengthState, part: number): number {
  if (gain.count < gain.seed) return Number.NaN
  const both = gain.value + loss.value
  return both === 0 ? 0 : 100 * ((gain.value - part * loss.value) / both)
}
