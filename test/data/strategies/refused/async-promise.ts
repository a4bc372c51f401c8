import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'async-promise',
  decide(pulse) {
    void Promise.resolve(1).then(() => pulse.flatten()) // ! ASYNC
  },
})
