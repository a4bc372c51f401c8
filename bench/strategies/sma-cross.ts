/** The rule of backtesting.py's first example: long one unit while SMA(10) is above SMA(20). */
import { defineStrategy, sma } from 'throughline'

export default defineStrategy({
  name: 'sma-cross',
  features: () => ({ fast: sma(10), slow: sma(20) }),
  decide(pulse) {
    for (const bar of pulse.bars) bar.target(bar.fast > bar.slow ? 1 : 0)
  },
})
