/**
 * A table whose future is poison: its prices, and the features beside them, are copied in pulse by pulse as they become known.
 * The calendar (which pulse has which bars) stays as it is; the engine gives a strategy no way to it.
 */
import { type FeatureColumns, featureColumnsOf } from '../indicators/index.ts'
import type { BarTable } from '../model/index.ts'
import { type PoisonKind, poisonOf } from './poison.ts'
import type { PlainRun } from './proof-input.ts'

export interface FutureTable {
  readonly table: BarTable
  readonly features: FeatureColumns
  /** Makes the rows up to the end of a pulse known. */
  revealTo(pulse: number): void
}

export function futureTable(plain: PlainRun, kind: PoisonKind, seed: number): FutureTable {
  const { table, run } = plain
  const known: [from: Float64Array, to: Float64Array][] = []
  const hide = (column: Float64Array): Float64Array => {
    const hidden = poisonOf(kind, column, seed)
    known.push([column, hidden])
    return hidden
  }
  const features = featureColumnsOf(run)
  const hiddenOf = new Map<Float64Array, Float64Array>()
  const hideOnce = (column: Float64Array): Float64Array => {
    const hidden = hiddenOf.get(column) ?? hide(column)
    hiddenOf.set(column, hidden)
    return hidden
  }
  let revealed = 0
  return {
    table: {
      ...table,
      open: hideOnce(table.open),
      high: hideOnce(table.high),
      low: hideOnce(table.low),
      close: hideOnce(table.close),
      volume: hideOnce(table.volume),
    },
    features: { ...features, columns: features.columns.map(hideOnce) },
    revealTo(pulse) {
      const to = table.pulseStart[Math.min(pulse + 1, table.pulseTimeMs.length)]!
      if (to <= revealed) return
      for (const [from, hidden] of known) hidden.set(from.subarray(revealed, to), revealed)
      revealed = to
    },
  }
}
