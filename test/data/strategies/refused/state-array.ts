import { defineStrategy } from 'throughline'
const closes: number[] = []
export default defineStrategy({
  name: 'state-array',
  decide(pulse) {
    closes.push(pulse.cash) // ! MODULE_STATE
    closes.length = 3 // ! MODULE_STATE
    if (closes.length > 10) pulse.flatten()
  },
})
