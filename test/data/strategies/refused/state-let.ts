import { defineStrategy } from 'throughline'
let pulses = 0
export default defineStrategy({
  name: 'state-let',
  decide(pulse) {
    pulses += 1 // ! MODULE_STATE
    if (pulses > 10) pulse.flatten()
  },
})
