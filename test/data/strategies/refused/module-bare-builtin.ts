import { defineStrategy } from 'throughline'
import * as os from 'os' // ! MODULE
export default defineStrategy({
  name: 'module-bare-builtin',
  decide(pulse) {
    if (os.cpus().length > 4) pulse.flatten()
  },
})
