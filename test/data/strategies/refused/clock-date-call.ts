import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'clock-date-call',
  decide(pulse) {
    if (Date().length > 3) pulse.flatten() // ! CLOCK
  },
})
