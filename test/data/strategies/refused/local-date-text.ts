import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'local-date-text',
  decide(pulse) {
    if (pulse.timeMs > Date.parse('2020-01-01T09:30')) pulse.flatten() // ! LOCAL_TIME
    if (pulse.timeMs > new Date('Jan 1, 2020').getTime()) pulse.flatten() // ! LOCAL_TIME
  },
})
