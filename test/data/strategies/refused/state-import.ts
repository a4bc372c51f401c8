import { defineStrategy } from 'throughline'
import { remember } from '../parts/memory.ts'
export default defineStrategy({
  name: 'state-import',
  decide(pulse) {
    remember(pulse.cash)
  },
})
