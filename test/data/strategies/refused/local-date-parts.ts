import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'local-date-parts',
  decide(pulse) {
    if (pulse.timeMs > new Date(2020, 0, 1).getTime()) pulse.flatten() // ! LOCAL_TIME
  },
})
