import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'module-dynamic-import',
  decide(pulse) {
    void import('node:os') // ! MODULE
  },
})
