import { defineStrategy } from 'throughline'
const next = (() => {
  let count = 0
  return () => ++count // ! MODULE_STATE
})()
export default defineStrategy({
  name: 'state-closure',
  decide(pulse) {
    if (next() > 10) pulse.flatten()
  },
})
