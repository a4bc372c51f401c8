import { defineStrategy } from 'throughline'

export default defineStrategy({
  name: 'async-generator',
  *decide(pulse) { // ! ASYNC
    yield pulse.flatten()
  },
})
