import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'math-random',
  decide(pulse) {
    if (Math.random() > 0.5) pulse.flatten()
  },
})
