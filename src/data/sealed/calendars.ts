/** The calendar of a sealed instrument: the one that was named, else the one by which its bars were recognised. */
import { CALENDAR_NAMES, type CalendarName, parseInterval } from '../../model/index.ts'
import type { SnapshotManifest } from './manifest.ts'

const DAY_MS = 86_400_000

export function coverageCalendar(
  { instruments, coverage, interval }: SnapshotManifest,
  index: number,
): CalendarName {
  const named = instruments[index]!.calendar
  if (named !== undefined) return named
  const recognised: string = coverage[index]!.calendar
  const known = CALENDAR_NAMES.find((name) => name === recognised)
  if (known !== undefined) return known
  // As manifests had them before calendars had their names: every slot (or a length beyond a day), or a weekly pattern.
  const { fixedMs } = parseInterval(interval)
  return recognised === 'always' && fixedMs !== null && fixedMs <= DAY_MS ? '24/7' : 'none'
}
