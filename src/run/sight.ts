/** What could be seen of an instrument at an instant: its bars in a run's table, and the features there. */
import type { FeatureColumns } from '../indicators/index.ts'
import {
  type BarField,
  type BarTable,
  didYouMean,
  type Instrument,
  InvariantError,
  isoTime,
  rowsByInstrument,
  UsageError,
} from '../model/index.ts'

export type SightedBar = {
  /** The opening instant of the pulse's bars, epoch ms. */
  readonly openMs: number
  /** When it became visible, epoch ms. */
  readonly closeMs: number
} & Readonly<Record<BarField, number>>

export interface Sighted {
  readonly bar: SightedBar
  /** By name; null before warm-up. */
  readonly features: Readonly<Record<string, number | null>>
}

export interface Sight {
  /** The newest bar that had closed by the instant. */
  readonly at: (instrument: string, timeMs: number) => Sighted
  /** The bar of the pulse whose bars opened at the instant, if the instrument has one then. */
  readonly openedAt: (instrument: string, timeMs: number) => SightedBar | undefined
  /** The newest bar that opened in [fromMs, toMs). Throws `UsageError` NO_BAR_THEN, UNKNOWN_INSTRUMENT. */
  readonly lastOpenedIn: (instrument: string, fromMs: number, toMs: number) => Sighted
  readonly instrument: (id: string) => Instrument
}

export function createSight(table: BarTable, { names, columns }: FeatureColumns): Sight {
  const { instruments, pulseTimeMs, pulseOpenMs, pulseStart } = table
  const rowsOf = rowsByInstrument(table)
  const indexOf = (id: string): number => {
    const index = instruments.findIndex((one) => one.id === id)
    if (index >= 0) return index
    throw new UsageError(
      'UNKNOWN_INSTRUMENT',
      `An instrument must be one of the run's ${instruments.length}, but it is '${id}'.${didYouMean(
        id,
        instruments.map((one) => one.id),
      )}`,
      { instrument: id },
    )
  }
  /** The pulse of a table's row. */
  const pulseOf = (row: number): number => lastAtMost(pulseStart, row)
  const barAt = (row: number): SightedBar => {
    const pulse = pulseOf(row)
    return {
      openMs: pulseOpenMs[pulse]!,
      closeMs: pulseTimeMs[pulse]!,
      open: table.open[row]!,
      high: table.high[row]!,
      low: table.low[row]!,
      close: table.close[row]!,
      volume: table.volume[row]!,
    }
  }
  const sightedAt = (row: number): Sighted => {
    const values = names.map((name, index) => {
      const value = columns[index]![row]!
      return [name, Number.isFinite(value) ? value : null] as const
    })
    return { bar: barAt(row), features: Object.fromEntries(values) }
  }
  return {
    at: (id, timeMs) => {
      const row = rowsOf[indexOf(id)]!.findLast((one) => pulseTimeMs[pulseOf(one)]! <= timeMs)
      if (row !== undefined) return sightedAt(row)
      throw new InvariantError(
        'NO_BAR_SEEN',
        `An order at ${isoTime(timeMs)} must have had a bar of ${id} to rest on, but none had closed.`,
      )
    },
    openedAt: (id, timeMs) => {
      const pulse = pulseOpenMs.indexOf(timeMs)
      const row = rowsOf[indexOf(id)]!.find((one) => pulseOf(one) === pulse)
      return row === undefined ? undefined : barAt(row)
    },
    lastOpenedIn: (id, fromMs, toMs) => {
      const rows = rowsOf[indexOf(id)]!
      const openOf = (row: number): number => pulseOpenMs[pulseOf(row)]!
      const row = rows.findLast((one) => openOf(one) >= fromMs && openOf(one) < toMs)
      if (row !== undefined) return sightedAt(row)
      const before = rows.findLast((one) => openOf(one) < fromMs)
      const after = rows.find((one) => openOf(one) >= toMs)
      const near = [before, after].flatMap((one) => (one === undefined ? [] : [isoTime(openOf(one))]))
      throw new UsageError(
        'NO_BAR_THEN',
        `${id} must have a bar then to say anything of it, but it has none. Its nearest bars open ${near.join(' and ')}.`,
        { instrument: id, nearest: near },
      )
    },
    instrument: (id) => instruments[indexOf(id)]!,
  }
}

/** The last index whose value is at most `value`; the column ascends and its first value is. */
function lastAtMost(column: Uint32Array, value: number): number {
  let low = 0
  let high = column.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (column[middle]! <= value) low = middle
    else high = middle - 1
  }
  return low
}
