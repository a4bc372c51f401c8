import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'machine-error-stack',
  decide(pulse) {
    for (const bar of pulse.bars) {
      try {
        if (bar.close > 100) throw new Error('too high')
      } catch (error) {
        const text = (error as Error).stack ?? '' // ! MACHINE
        bar.target(text.length % 2)
      }
    }
  },
})
