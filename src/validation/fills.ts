/**
 * Every fill of a run, priced again from the bar that it names: that bar opened when the order's decision had been taken or
 * later, and its price through the cost chain is the fill's.
 */
import { createCostModel, type EngineConfig } from '../engine/index.ts'
import { KIND_CODES } from '../ledger/index.ts'
import { placeOf } from './decisions.ts'
import type { Difference } from './finding.ts'
import type { PlainRun } from './proof-input.ts'

export interface FillCheck {
  readonly fills: number
  readonly difference: Difference | undefined
}

/** The first fill that its bar does not explain, or that uses a price from before its decision. */
export function checkFills(plain: PlainRun, config: EngineConfig): FillCheck {
  const { table, log } = plain
  const { fillRule } = config
  const costs = createCostModel(config.costs)
  const quotes = fillRule === 'next-open' ? table.open : table.close
  const times = fillRule === 'next-open' ? table.pulseOpenMs : table.pulseTimeMs
  let fills = 0
  let difference: Difference | undefined
  for (let seq = 0; seq < log.count; seq++) {
    const [chunk, at] = placeOf(log, seq)
    if (chunk.kind[at] !== KIND_CODES.fill) continue
    fills++
    const instrument = chunk.subject[at]!
    const timeMs = chunk.timeMs[at]!
    const [order, orderAt] = placeOf(log, chunk.cause[at]!)
    const decidedMs = order.timeMs[orderAt]!
    const pulse = indexOfTime(times, timeMs)
    const row = rowAt(plain, pulse, instrument)
    const isLater = fillRule === 'same-close' ? timeMs >= decidedMs : isBehind(plain, pulse, decidedMs)
    const quantity = chunk.a[at]!
    const price =
      row === undefined
        ? Number.NaN
        : costs.price(quotes[row]!, quantity, {
            instrument: table.instruments[instrument]!,
            volume: table.volume[row]!,
          })
    if (isLater && price === chunk.b[at]) continue
    difference ??= { pulse: Math.max(pulse, 0), instrument }
  }
  return { fills, difference }
}

/** Whether the bars of a pulse opened at an instant or later. */
function isBehind({ table }: PlainRun, pulse: number, timeMs: number): boolean {
  return pulse >= 0 && table.pulseOpenMs[pulse]! >= timeMs
}

function indexOfTime(times: Float64Array, timeMs: number): number {
  let low = 0
  let high = times.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! < timeMs) low = middle + 1
    else high = middle
  }
  return times[low] === timeMs ? low : -1
}

function rowAt({ table }: PlainRun, pulse: number, instrument: number): number | undefined {
  if (pulse < 0) return undefined
  for (let row = table.pulseStart[pulse]!; row < table.pulseStart[pulse + 1]!; row++) {
    if (table.instrumentOf[row] === instrument) return row
  }
  return undefined
}
