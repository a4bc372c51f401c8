import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'clock-date-now',
  decide(pulse) {
    if (Date.now() > 0) pulse.flatten() // ! CLOCK
  },
})
