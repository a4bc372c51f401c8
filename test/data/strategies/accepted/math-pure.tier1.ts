import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'math-pure',
  decide(pulse) {
    const { floor, max } = Math
    if (floor(Math.sqrt(max(1, 2))) === 1) pulse.flatten()
  },
})
