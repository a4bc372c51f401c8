import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'global-object',
  decide(pulse) {
    if ('price' in globalThis) pulse.flatten() // ! GLOBAL_OBJECT
    if (window === undefined) pulse.flatten() // ! GLOBAL_OBJECT
  },
})
