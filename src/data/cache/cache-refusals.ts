/** Why the cache cannot answer by itself. */
import { DataError, isoTime } from '../../model/index.ts'
import type { SeriesKey } from './cache-index.ts'
import type { Range } from './series-ranges.ts'

export interface Unanswered {
  readonly key: SeriesKey
  readonly missing: readonly Range[]
  readonly damaged: number
  /** Bars that open from here on are of the current day. */
  readonly finalMs: number
}

export function notCached({ key, missing, damaged, finalMs }: Unanswered): DataError {
  const { vendor, instrument, interval } = key
  const details = {
    vendor,
    instrument,
    interval,
    missing: missing.map(({ fromMs, toMs }) => ({ fromMs, toMs })),
  }
  if (damaged > 0) {
    return new DataError(
      'CACHE_PART_DAMAGED',
      `Every part of the cache must be as it was written, but ${damaged} of ${instrument} from ${vendor} ${damaged === 1 ? 'is' : 'are'} not. Run the same without --offline to fetch what is damaged again, or throughline cache verify to see it.`,
      { ...details, damaged },
    )
  }
  const first = missing[0]!
  const isToday = first.fromMs >= finalMs
  const why = isToday
    ? 'bars of the current day are never cached. Ask for an earlier end'
    : `${missing.length === 1 ? 'the range' : `${missing.length} ranges, the first`} from ${isoTime(first.fromMs)} to before ${isoTime(first.toMs)} of ${instrument} from ${vendor} is not there`
  return new DataError(
    'NOT_CACHED',
    `Offline, every bar must be in the cache, but ${why}. Run the same without --offline to fetch it.`,
    details,
  )
}
