/** The peer benchmark's rule by level: long one unit while the fast average is above the slow one. */
import { defineStrategy, sma } from 'throughline'

export default defineStrategy({
  name: 'peer-level',
  features: () => ({ fast: sma(5), slow: sma(10) }),
  decide(pulse) {
    for (const bar of pulse.bars) bar.target(Number(bar.fast > bar.slow))
  },
})
