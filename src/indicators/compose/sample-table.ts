/** Tables of made-up bars for the tests of this folder. */
import {
  type BarTable,
  createRandom,
  defaultInstrument,
  type InstrumentBars,
  parseInterval,
  tableOf,
} from '../../model/index.ts'

const DAY_MS = 86_400_000
const START_MS = Date.UTC(2020, 0, 1)

/** Daily bars of the given closes from 2020-01-01 (a Wednesday) on; `from` says which day an instrument starts. */
export function seriesTable(
  closes: Readonly<Record<string, readonly number[]>>,
  from: Readonly<Record<string, number>> = {},
): BarTable {
  const series = Object.entries(closes).map(([id, values]): InstrumentBars => {
    const close = Float64Array.from(values)
    const timeMs = close.map((_, day) => START_MS + (day + (from[id] ?? 0)) * DAY_MS)
    const instrument = defaultInstrument(id)
    return { instrument, timeMs, open: close, high: close, low: close, close, volume: close.map(() => 1_000) }
  })
  return tableOf(series, parseInterval('1d'))
}

export interface RandomTable {
  readonly seed: number
  readonly instruments: number
  readonly pulses: number
  /** The chance that an instrument misses a bar. */
  readonly missing: number
}

/** Daily bars of random walks. */
export function randomTable({ seed, instruments, pulses, missing }: RandomTable): BarTable {
  const random = createRandom(seed)
  const series = Array.from({ length: instruments }, (_, i): InstrumentBars => {
    const days = Array.from({ length: pulses }, (_, day) => day).filter(() => random() >= missing)
    const column = (): Float64Array => new Float64Array(days.length)
    const bars = {
      instrument: defaultInstrument(`I${String(i).padStart(4, '0')}`),
      timeMs: Float64Array.from(days, (day) => START_MS + day * DAY_MS),
      open: column(),
      high: column(),
      low: column(),
      close: column(),
      volume: column(),
    }
    let close = 50 + 100 * random()
    for (let t = 0; t < days.length; t++) {
      bars.open[t] = close
      close *= 1 + 0.04 * (random() - 0.5)
      bars.close[t] = close
      bars.high[t] = Math.max(bars.open[t]!, close) * (1 + 0.01 * random())
      bars.low[t] = Math.min(bars.open[t]!, close) * (1 - 0.01 * random())
      bars.volume[t] = Math.round(1e6 * random())
    }
    return bars
  })
  return tableOf(series, parseInterval('1d'))
}
