import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'plain-javascript',
  decide(pulse) {
    if (typeof process === 'undefined' && pulse.cash > 1) pulse.flatten()
    if (typeof window !== 'undefined' && window.closed) pulse.flatten()
  },
})
