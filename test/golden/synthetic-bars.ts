/** The bars of test/data/indicators/talib_expected.py, to the bit: both sides make them from the same integers. */
import { type BarTable, defaultInstrument, parseInterval, tableOf } from '../../src/model/index.ts'

interface Columns {
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

/** Numbers below n from a linear congruential generator modulo 2^32. */
function createDraws(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) % n
  }
}

function blank(count: number): Columns {
  const column = (): Float64Array => new Float64Array(count)
  return { open: column(), high: column(), low: column(), close: column(), volume: column() }
}

/** A walk in cents. */
export function numericBars(count: number): Columns {
  const below = createDraws(7)
  const bars = blank(count)
  let close = 10_000
  for (let t = 0; t < count; t++) {
    const open = close + below(81) - 40
    close = Math.max(open + below(301) - 150, 2_000)
    bars.open[t] = open / 100
    bars.high[t] = (Math.max(open, close) + below(90)) / 100
    bars.low[t] = (Math.min(open, close) - below(90)) / 100
    bars.close[t] = close / 100
    bars.volume[t] = 1_000 + below(90_000)
  }
  return bars
}

const SIZES = [0, 0, 1, 2, 3, 5, 8, 13, 20, 30, 60] as const

/** Bars in whole units, with every mixture of bodies, shadows and gaps. */
export function candleBars(count: number): Columns {
  const below = createDraws(11)
  const size = (choices: number): number => SIZES[below(choices)]!
  const bars = blank(count)
  let close = 5_000
  let direction = 1
  for (let t = 0; t < count; t++) {
    const style = below(6)
    const gap = size(SIZES.length)
    const open = close + gap * (below(3) - 1)
    const body = size(style > 0 ? SIZES.length : 4)
    const up = size(style > 2 ? SIZES.length : 3)
    const down = size(style > 0 && style < 4 ? SIZES.length : 3)
    if (below(3) === 0) direction = -direction
    if (open > 8_000) direction = -1
    if (open < 2_000) direction = 1
    close = open + direction * body
    bars.open[t] = open
    bars.high[t] = Math.max(open, close) + up
    bars.low[t] = Math.min(open, close) - down
    bars.close[t] = close
    bars.volume[t] = 1_000
  }
  return bars
}

/** The bars as a table of one instrument, daily from 1970. */
export function tableOfColumns(columns: Columns): BarTable {
  const timeMs = Float64Array.from(columns.close, (_, t) => t * 86_400_000)
  return tableOf([{ instrument: defaultInstrument('X'), timeMs, ...columns }], parseInterval('1d'))
}
