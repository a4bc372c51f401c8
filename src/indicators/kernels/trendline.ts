/** The mean over one dominant cycle, smoothed over four bars (Ehlers 2001, chapter 10). */
import { cycleBars } from './cycle-phase.ts'
import type { HilbertState } from './hilbert.ts'
import { createRing, fromRing, pushRing, type Ring } from './ring.ts'

export interface Trendline {
  readonly prices: Ring
  /** The last three means, newest first. */
  readonly means: Float64Array
}

export function trendline(): Trendline {
  return { prices: createRing(50), means: new Float64Array(3) }
}

/** Takes a price that the discriminator has taken; the trendline, meaningless before that one's filters run. */
export function pushTrendline({ prices, means }: Trendline, price: number, hilbert: HilbertState): number {
  pushRing(prices, price)
  const mean = meanOf(prices, cycleBars(hilbert))
  const value = (4 * mean + 3 * means[0]! + 2 * means[1]! + means[2]!) / 10
  means[2] = means[1]!
  means[1] = means[0]!
  means[0] = mean
  return value
}

/** The mean of the newest values, 0 of none: added up in fours, newest first, as wasm/hilbert.ts does. */
function meanOf(prices: Ring, bars: number): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  let i = 0
  for (; i + 3 < bars; i += 4) {
    a += fromRing(prices, i)
    b += fromRing(prices, i + 1)
    c += fromRing(prices, i + 2)
    d += fromRing(prices, i + 3)
  }
  let even = a + c
  let odd = b + d
  if ((bars & 2) !== 0) {
    even += fromRing(prices, i++)
    odd += fromRing(prices, i++)
  }
  if ((bars & 1) !== 0) even += fromRing(prices, i)
  return bars > 0 ? (even + odd) / bars : 0
}
