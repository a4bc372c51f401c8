import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'code-eval',
  decide(pulse) {
    if (eval('1 + 1') === 2) pulse.flatten() // ! DYNAMIC_CODE
  },
})
