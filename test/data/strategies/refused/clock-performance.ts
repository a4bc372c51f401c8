import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'clock-performance',
  decide(pulse) {
    if (performance.now() > 5) pulse.flatten() // ! CLOCK
  },
})
