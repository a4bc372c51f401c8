/**
 * What stands in the place of the future: values that no honest calculation may notice. Each kind covers what another could
 * let pass: a maximum ignores NaN, a comparison ignores what is only reversed, a length is seen by the cut alone.
 */
import { createRandom } from '../model/index.ts'

export const POISON_KINDS = ['cut', 'nan', 'huge', 'reversed', 'shuffled'] as const

/** `cut`: there is no future at all (columns end at the pulse); the others replace it by other numbers. */
export type PoisonKind = (typeof POISON_KINDS)[number]

const HUGE = 1e300

/** A column of the same length in which every place holds another value; `seed` chooses the shuffle. */
export function poisonOf(kind: PoisonKind, column: Float64Array, seed: number): Float64Array {
  switch (kind) {
    case 'cut':
    case 'nan':
      return new Float64Array(column.length).fill(Number.NaN)
    case 'huge':
      return column.map((_, t) => (t % 2 === 0 ? HUGE : -HUGE))
    case 'reversed':
      return column.toReversed()
    case 'shuffled':
      return shuffled(column, seed)
    default:
      return kind satisfies never
  }
}

function shuffled(column: Float64Array, seed: number): Float64Array {
  const random = createRandom(seed, column.length)
  const out = column.slice()
  for (let t = out.length - 1; t > 0; t--) {
    const other = Math.floor(random() * (t + 1))
    const held = out[t]!
    out[t] = out[other]!
    out[other] = held
  }
  return out
}
