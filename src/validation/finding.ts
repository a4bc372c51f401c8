/** What a proof found: a place, how far ahead it reads, and a sentence that says it. */
import { type BarTable, isoTime } from '../model/index.ts'

export type LeakReason =
  /** A value or decision changes with later bars. */
  | 'look-ahead'
  /** The same bars give other values, in another run or another order of computing: nothing can be proved of it. */
  | 'unrepeatable'
  /** It cannot be computed from the bars up to a pulse: live it would stop there. */
  | 'fails'

export interface Leak {
  readonly reason: LeakReason
  /** The strategy's name of the feature, or `decide`, or `fill`. */
  readonly feature: string
  /** The key of the node that leaks, which may be an input of the named feature; null for `decide` and `fill`. */
  readonly key: string | null
  readonly instrument: string | null
  /** Opening instant of the first bar whose value or decision changes, epoch ms. */
  readonly time: number
  /** How many bars ahead the farthest bar lies that changes it (pulses, for `decide`); null where that cannot be told. */
  readonly readsAhead: number | null
  /** Opening instant of that farthest bar, epoch ms. */
  readonly readsTime: number | null
  readonly text: string
}

/** Where something differs from the plain run. */
export interface Difference {
  readonly pulse: number
  /** Index of the instrument, where one can be named. */
  readonly instrument: number | null
  /** What was thrown instead of a value. */
  readonly error?: string
}

interface Found extends Difference {
  readonly reason: LeakReason
  readonly feature: string
  readonly key: string | null
  readonly readsAhead: number | null
  /** The pulse of the farthest bar that is read. */
  readonly readsPulse: number | null
}

/** A finding with its sentence. */
export function leakOf({ instruments, pulseOpenMs }: BarTable, found: Found): Leak {
  const { reason, feature, key, readsAhead, error } = found
  const instrument = found.instrument === null ? null : instruments[found.instrument]!.id
  const time = pulseOpenMs[found.pulse]!
  const readsTime = found.readsPulse === null ? null : pulseOpenMs[found.readsPulse]!
  const subject = key === null ? `\`${feature}\`` : `'${feature}' (${key})`
  const place = `${instrument === null ? '' : ` of ${instrument}`} at the bar that opened ${isoTime(time)}`
  const ahead =
    readsAhead === null || readsTime === null
      ? 'changes with later bars'
      : `reads up to ${readsAhead} bar${readsAhead === 1 ? '' : 's'} ahead, the one that opened ${isoTime(readsTime)}`
  const texts: Readonly<Record<LeakReason, string>> = {
    'look-ahead': `${subject}${place} ${ahead}.${error === undefined ? '' : ` Without them it throws: ${error}`}`,
    unrepeatable: `${subject}${place} differs when the same bars are computed again: it must depend on bars, parameters and its own state alone.`,
    fails: `${subject}${place} cannot be computed from the bars up to there: ${error ?? 'no value'}`,
  }
  return { reason, feature, key, instrument, time, readsAhead, readsTime, text: texts[reason] }
}

/** The earlier of two differences. */
export function earlier<D extends Difference>(a: D | undefined, b: D | undefined): D | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return b.pulse < a.pulse ? b : a
}
