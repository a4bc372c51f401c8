/** The mean over one dominant cycle, smoothed over four bars (Ehlers 2001, chapter 10). */
import { type CyclePhase, cycleBars, cyclePhase, pushCyclePhase } from './cycle-phase.ts'
import { createRing, fromRing, pushRing, type Ring } from './ring.ts'

export interface Trendline {
  readonly cycle: CyclePhase
  readonly prices: Ring
  /** The last three means, newest first. */
  readonly means: Float64Array
}

export function trendline(): Trendline {
  return { cycle: cyclePhase(), prices: createRing(50), means: new Float64Array(3) }
}

/** Takes a price; the trendline, or NaN before the filters run. */
export function pushTrendline({ cycle, prices, means }: Trendline, price: number): number {
  pushRing(prices, price)
  if (!pushCyclePhase(cycle, price)) return Number.NaN
  const bars = cycleBars(cycle)
  let mean = 0
  for (let i = 0; i < bars; i++) mean += fromRing(prices, i)
  if (bars > 0) mean /= bars
  const value = (4 * mean + 3 * means[0]! + 2 * means[1]! + means[2]!) / 10
  means[2] = means[1]!
  means[1] = means[0]!
  means[0] = mean
  return value
}
