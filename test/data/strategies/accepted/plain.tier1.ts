import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'plain',
  decide(pulse) {
    if (pulse.cash > 3) pulse.flatten()
  },
})
