import { readFileSync } from 'node:fs' // ! MODULE
import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'module-node-fs',
  decide(pulse) {
    if (readFileSync('flag.txt', 'utf8') === 'sell') pulse.flatten()
  },
})
