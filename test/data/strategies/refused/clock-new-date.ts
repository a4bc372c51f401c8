import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'clock-new-date',
  decide(pulse) {
    const day = new Date() // ! CLOCK
    if (day.getUTCDay() === 1) pulse.flatten()
  },
})
