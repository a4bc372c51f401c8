import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'global-prototype',
  decide(pulse) {
    Array.prototype.last = 1 // ! GLOBAL_STATE
    Math.x = 1 // ! GLOBAL_STATE
    Object.assign(Object.prototype, { a: 1 }) // ! GLOBAL_STATE
    const A = Array
    delete A.prototype.map // ! GLOBAL_STATE
  },
})
