import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'environment-process',
  decide(pulse) {
    if (process.env['SELL'] === '1') pulse.flatten() // ! ENVIRONMENT
  },
})
