import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'clock-timer',
  decide(pulse) {
    setTimeout(() => pulse.flatten(), 5) // ! CLOCK
    queueMicrotask(() => pulse.flatten()) // ! CLOCK
  },
})
