/**
 * Cross-sectional momentum: every so many pulses, hold the instruments that rose most, in equal weights, and nothing else.
 * The last bars before a decision can be skipped, as short-term moves tend to reverse (Jegadeesh and Titman 1993).
 */
import { defineStrategy, float, int, lag, roc } from 'throughline'

export default defineStrategy({
  name: 'momentum',
  description: 'Equal weights in the instruments with the highest rate of change.',
  params: {
    lookback: int({ default: 120, low: 5, high: 500, description: 'bars over which the rise is measured' }),
    skip: int({ default: 10, low: 1, high: 60, description: 'newest bars left out of it' }),
    hold: int({ default: 3, low: 1, high: 100, description: 'how many instruments to hold' }),
    every: int({ default: 20, low: 1, high: 260, description: 'pulses between rebalancings' }),
    weight: float({ default: 0.95, low: 0.01, high: 1, description: 'share of equity to invest' }),
  },
  features: ({ lookback, skip }) => ({ rise: lag(roc(lookback), skip) }),
  state: { wait: 0 },
  decide(pulse, { hold, every, weight }) {
    if (pulse.bars.length < hold) return
    if (pulse.state.wait > 0) {
      pulse.state = { wait: pulse.state.wait - 1 }
      return
    }
    pulse.state = { wait: every - 1 }
    pulse.flatten()
    const best = pulse.bars.toSorted((a, b) => b.rise - a.rise).slice(0, hold)
    for (const bar of best) bar.target(Math.floor((weight * pulse.equity) / hold / bar.close))
  },
})
