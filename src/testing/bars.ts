/** Small bar tables for tests: prices as lists, one bar a UTC day unless said otherwise. */
import {
  type BarTable,
  DataError,
  defaultInstrument,
  type Instrument,
  type InstrumentBars,
  parseInterval,
  tableOf,
} from '../model/index.ts'

export interface SmallSeries {
  /** Closing prices; the other columns follow from them where absent. */
  readonly close: readonly number[]
  /** The closes where absent. */
  readonly open?: readonly number[]
  readonly high?: readonly number[]
  readonly low?: readonly number[]
  /** 1,000 a bar where absent. */
  readonly volume?: readonly number[]
  /** Index of the interval at which each bar opens; 0, 1, 2, ... where absent. Gaps make ragged histories. */
  readonly at?: readonly number[]
  readonly instrument?: Partial<Instrument>
}

const START_MS = Date.UTC(2020, 0, 1)

/** A table of the given series by instrument id, with bars of one fixed interval (`1d` where absent). */
export function smallTable(series: Readonly<Record<string, SmallSeries>>, intervalText = '1d'): BarTable {
  const interval = parseInterval(intervalText)
  const { fixedMs } = interval
  if (fixedMs === null)
    throw new DataError('BAD_SERIES', `A small table needs a fixed interval, not ${intervalText}.`)
  const bars = Object.entries(series).map(([id, given]): InstrumentBars => {
    const column = (values: readonly number[] | undefined, otherwise: readonly number[]): Float64Array => {
      const chosen = values ?? otherwise
      if (chosen.length !== given.close.length) {
        throw new DataError('BAD_SERIES', `All columns of ${id} must have ${given.close.length} values.`)
      }
      return Float64Array.from(chosen)
    }
    const open = given.open ?? given.close
    return {
      instrument: { ...defaultInstrument(id), ...given.instrument },
      timeMs: column(given.at, [...given.close.keys()]).map((index) => START_MS + index * fixedMs),
      open: column(open, open),
      high: column(
        given.high,
        given.close.map((close, n) => Math.max(close, open[n] ?? close)),
      ),
      low: column(
        given.low,
        given.close.map((close, n) => Math.min(close, open[n] ?? close)),
      ),
      close: column(given.close, given.close),
      volume: column(
        given.volume,
        given.close.map(() => 1_000),
      ),
    }
  })
  return tableOf(bars, interval)
}

/** The table as it was known after its first `pulses` pulses. */
export function firstPulses(table: BarTable, pulses: number): BarTable {
  const rows = table.pulseStart[pulses]!
  return {
    ...table,
    pulseTimeMs: table.pulseTimeMs.slice(0, pulses),
    pulseOpenMs: table.pulseOpenMs.slice(0, pulses),
    pulseStart: table.pulseStart.slice(0, pulses + 1),
    instrumentOf: table.instrumentOf.slice(0, rows),
    open: table.open.slice(0, rows),
    high: table.high.slice(0, rows),
    low: table.low.slice(0, rows),
    close: table.close.slice(0, rows),
    volume: table.volume.slice(0, rows),
  }
}
