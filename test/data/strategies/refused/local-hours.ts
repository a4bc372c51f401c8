import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'local-hours',
  decide(pulse) {
    if (new Date(pulse.timeMs).getHours() > 9) pulse.flatten() // ! LOCAL_TIME
  },
})
