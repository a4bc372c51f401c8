/** The peer benchmark's rule by crossings, as published: which side each instrument was on is kept in the state. */
import { defineStrategy, sma } from 'throughline'

const wasAbove: Record<string, boolean> = {}

export default defineStrategy({
  name: 'peer-cross',
  features: () => ({ fast: sma(5), slow: sma(10) }),
  state: wasAbove,
  decide(pulse) {
    const { state } = pulse
    for (const bar of pulse.bars) {
      const { id } = bar.instrument
      const above = bar.fast > bar.slow
      if (above === (state[id] ?? false)) continue
      state[id] = above
      bar.target(above ? 1 : 0)
    }
  },
})
