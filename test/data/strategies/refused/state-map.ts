import { defineStrategy } from 'throughline'
const memory = new Map<string, number[]>()
export default defineStrategy({
  name: 'state-map',
  decide(pulse) {
    const row = memory.get('KO') ?? []
    row.push(1) // ! MODULE_STATE
    memory.set('KO', row) // ! MODULE_STATE
  },
})
