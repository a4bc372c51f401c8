/** Tables of random bars, dense or ragged. */
import {
  type BarTable,
  createRandom,
  DataError,
  defaultInstrument,
  type InstrumentBars,
  parseInterval,
  tableOf,
} from '../model/index.ts'

const START_MS = Date.UTC(2020, 0, 1)

export interface RandomTable {
  readonly seed: number
  readonly instruments: number
  readonly pulses: number
  /** The chance that an instrument misses a bar. */
  readonly missing: number
  /** A fixed interval; `1d` where absent. */
  readonly interval?: string
  /** For each instrument the first and last pulse (exclusive) of its history; all pulses where absent. */
  readonly spans?: readonly (readonly [number, number])[]
}

/** Bars of random walks from 2020-01-01 (a Wednesday) on. */
export function randomTable({
  seed,
  instruments,
  pulses,
  missing,
  interval = '1d',
  spans,
}: RandomTable): BarTable {
  const random = createRandom(seed)
  const parsed = parseInterval(interval)
  const { fixedMs } = parsed
  if (fixedMs === null)
    throw new DataError('BAD_SERIES', `A random table needs a fixed interval, not ${interval}.`)
  const series = Array.from({ length: instruments }, (_, i): InstrumentBars => {
    const [from, to] = spans?.[i] ?? [0, pulses]
    const days = Array.from({ length: to - from }, (_, n) => from + n).filter(() => random() >= missing)
    const column = (): Float64Array => new Float64Array(days.length)
    const bars = {
      instrument: defaultInstrument(`I${String(i).padStart(4, '0')}`),
      timeMs: Float64Array.from(days, (day) => START_MS + day * fixedMs),
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
  return tableOf(series, parsed)
}
