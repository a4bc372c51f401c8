import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'environment-import-meta',
  decide(pulse) {
    if (import.meta.url.includes('a')) pulse.flatten() // ! ENVIRONMENT
  },
})
