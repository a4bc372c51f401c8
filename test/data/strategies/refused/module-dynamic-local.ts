import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'module-dynamic-local',
  decide(pulse) {
    void import('../parts/windows.ts') // ! ASYNC
  },
})
