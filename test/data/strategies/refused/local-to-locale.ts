import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'local-to-locale',
  decide(pulse) {
    if (new Date(pulse.timeMs).toLocaleDateString('en-GB').endsWith('1')) pulse.flatten() // ! LOCAL_TIME
  },
})
