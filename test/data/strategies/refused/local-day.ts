import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'local-day',
  decide(pulse) {
    const date = new Date(pulse.timeMs)
    if (date.getDay() === 5 || date.getTimezoneOffset() > 0) pulse.flatten() // ! LOCAL_TIME LOCAL_TIME
  },
})
