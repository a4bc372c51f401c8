import { defineStrategy } from 'throughline'
import { now } from '../parts/clock.ts'

export default defineStrategy({
  name: 'several-files',
  decide(pulse) {
    if (now() > 0) pulse.flatten()
    if (process.argv.length > 3) pulse.flatten() // ! ENVIRONMENT
  },
})
