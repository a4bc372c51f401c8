import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'clock-date-alias',
  decide(pulse) {
    const D = Date // ! CLOCK
    if (D.now() > 0) pulse.flatten()
  },
})
