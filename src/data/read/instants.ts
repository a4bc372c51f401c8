/**
 * Wall times of a table into instants. A time that daylight saving skips has none; of one that it repeats the caller says
 * which it is, or it is refused: nothing is shifted or chosen silently.
 */
import { type Findings, safeIso } from '../findings.ts'
import type { TablePlan } from './table-plan.ts'
import { localTimeIn, REPEATED, repeatedInstants } from './time-zone.ts'

export interface Instants {
  /** Whether times are instants as they are read. */
  readonly isPlain: boolean
  /** Epoch ms, NaN, SKIPPED or REPEATED. */
  readonly of: (localMs: number) => number
  /** Epoch ms of a repeated time after a bar that opened at `previousMs`, by the caller's word; REPEATED without one. */
  readonly ofRepeated: (localMs: number, previousMs: () => number) => number
}

export function createInstants({ timeZone, repeatedTimes }: TablePlan): Instants {
  const ofRepeated: Instants['ofRepeated'] = (localMs, previousMs) => {
    if (repeatedTimes === null) return REPEATED
    const [first, second] = repeatedInstants(timeZone, localMs)
    if (repeatedTimes === 'in-order') return first > previousMs() ? first : second
    return repeatedTimes === 'first' ? first : second
  }
  return { isPlain: timeZone === 'UTC', of: localTimeIn(timeZone), ofRepeated }
}

/** Records that a repeated time was taken as one of its two instants. */
export function noteRepeated(
  place: {
    readonly findings: Findings
    readonly plan: TablePlan
    readonly line: number
    readonly instrument: string | null
  },
  { text, timeMs }: { readonly text: string; readonly timeMs: number },
): void {
  const { plan, line, instrument } = place
  place.findings.add('REPEATED_TIME_RESOLVED', () => ({
    file: plan.file,
    line,
    instrument,
    time: safeIso(timeMs),
    text: `${text} happened twice in ${plan.timeZone}: taken as ${safeIso(timeMs)} (${plan.repeatedTimes})`,
  }))
}
