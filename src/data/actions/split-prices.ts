/**
 * Whether prices show a split that is recorded beside them. Bars beside actions must be raw. Over prices that are adjusted
 * already (as those of Yahoo are) the engine would multiply the position and no price would fall: a profit that nobody made.
 */

const DAY_MS = 86_400_000
/** After a longer silence the price may stand anywhere. */
const LONGEST_SILENCE_MS = 14 * DAY_MS
/** Smaller steps are within what prices do in a night. */
const SMALLEST_STEP = Math.log(1.2)
/** A night that undoes a step of this size by chance is as good as unknown. */
const CERTAIN_STEP = Math.log(1.99)

export interface SplitStep {
  /** The last close before the ex-date. */
  readonly closeBefore: number
  /** The first prices from it on; the very first trade may still be on the old basis. */
  readonly after: readonly number[]
  readonly silenceMs: number
  /** What the split multiplies prices by. */
  readonly factor: number
}

/**
 * `shown` where the price moved as the split says, or where nothing can be said; else `missing`, or `doubtful` where the step is small enough
 * for a night's move to hide it.
 */
export function splitInPrices({
  closeBefore,
  after,
  silenceMs,
  factor,
}: SplitStep): 'shown' | 'doubtful' | 'missing' {
  const step = Math.log(factor)
  if (Math.abs(step) < SMALLEST_STEP || silenceMs > LONGEST_SILENCE_MS) return 'shown'
  const moves = after.map((price) => Math.log(price / closeBefore))
  if (moves.some((move) => Math.abs(move - step) <= Math.abs(move))) return 'shown'
  return Math.abs(step) < CERTAIN_STEP ? 'doubtful' : 'missing'
}
