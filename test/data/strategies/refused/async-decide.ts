import { defineStrategy } from 'throughline'

export default defineStrategy({
  name: 'async-decide',
  async decide(pulse) { // ! ASYNC
    pulse.flatten()
  },
})
