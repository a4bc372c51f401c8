import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'machine-weak-ref',
  decide(pulse) {
    const held = new WeakRef(pulse) // ! MACHINE
    if (held.deref() === undefined) pulse.flatten()
  },
})
