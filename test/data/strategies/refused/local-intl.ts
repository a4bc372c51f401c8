import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'local-intl',
  decide(pulse) {
    const format = new Intl.DateTimeFormat('en-US', { hour: 'numeric' }) // ! LOCAL_TIME
    if (format.format(pulse.timeMs) === '9') pulse.flatten()
  },
})
