/** As peer-level, with a branch where that has a number: which way it goes is as good as random from bar to bar. */
import { defineStrategy, sma } from 'throughline'

export default defineStrategy({
  name: 'peer-branch',
  features: () => ({ fast: sma(5), slow: sma(10) }),
  decide(pulse) {
    for (const bar of pulse.bars) bar.target(bar.fast > bar.slow ? 1 : 0)
  },
})
