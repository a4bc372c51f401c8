import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'environment-buffer',
  decide(pulse) {
    if (Buffer.from('a').length > 1) pulse.flatten() // ! ENVIRONMENT
  },
})
