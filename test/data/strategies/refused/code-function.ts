import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'code-function',
  decide(pulse) {
    if (new Function('return 1')() === 1) pulse.flatten() // ! DYNAMIC_CODE
  },
})
