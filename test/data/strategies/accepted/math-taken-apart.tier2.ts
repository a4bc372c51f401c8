import { defineStrategy } from 'throughline'
const { floor, random } = Math
export default defineStrategy({
  name: 'math-taken-apart',
  decide(pulse) {
    if (floor(random() * 2) === 1) pulse.flatten()
  },
})
