import { defineStrategy } from 'throughline'
import { fake } from 'throughline/testing' // ! MODULE
export default defineStrategy({
  name: 'module-testing',
  decide(pulse) {
    if (fake) pulse.flatten()
  },
})
