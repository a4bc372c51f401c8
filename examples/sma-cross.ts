/**
 * Trend following: hold an instrument while its fast moving average is above its slow one, else stand aside. Each may take
 * its share of equity, as far as there is cash; what `weight` leaves over pays for a next open above the last close.
 */
import { defineStrategy, float, int, sma } from 'throughline'

export default defineStrategy({
  name: 'sma-cross',
  description: 'Long while the fast moving average is above the slow one.',
  params: {
    fast: int({ default: 20, low: 2, high: 100, description: 'fast window, bars' }),
    slow: int({ default: 100, low: 5, high: 400, description: 'slow window, bars' }),
    weight: float({ default: 0.95, low: 0.01, high: 1, description: 'share of equity to invest' }),
  },
  features: ({ fast, slow }) => ({ fast: sma(fast), slow: sma(slow) }),
  decide(pulse, { weight }) {
    const share = (weight * pulse.equity) / pulse.instruments.length
    let spare = weight * pulse.cash
    for (const bar of pulse.bars) {
      if (bar.fast <= bar.slow) {
        bar.target(0)
      } else if (bar.position === 0) {
        const quantity = Math.floor(Math.min(share, spare) / bar.close)
        spare -= quantity * bar.close
        bar.target(quantity)
      }
    }
  },
})
