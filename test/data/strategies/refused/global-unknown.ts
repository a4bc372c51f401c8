import { defineStrategy } from 'throughline'
declare const lastPrice: number
export default defineStrategy({
  name: 'global-unknown',
  decide(pulse) {
    if (lastPrice > 3) pulse.flatten() // ! UNKNOWN_GLOBAL
  },
})
