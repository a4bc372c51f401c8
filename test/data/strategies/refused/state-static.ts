import { defineStrategy } from 'throughline'
class Counter {
  static n = 0
}
export default defineStrategy({
  name: 'state-static',
  decide(pulse) {
    Counter.n += 1 // ! MODULE_STATE
  },
})
