import { defineStrategy } from 'throughline'
import limits from '../parts/limits.json' with { type: 'json' }
import { WINDOWS } from '../parts/windows.ts'
export default defineStrategy({
  name: 'local-imports',
  decide(pulse) {
    for (const window of WINDOWS) if (pulse.cash > window * limits.quantity) pulse.flatten()
  },
})
