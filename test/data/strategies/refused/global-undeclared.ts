import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'global-undeclared',
  decide(pulse) {
    count = pulse.cash // ! GLOBAL_STATE
    if (count > 1) pulse.flatten() // ! UNKNOWN_GLOBAL
  },
})
