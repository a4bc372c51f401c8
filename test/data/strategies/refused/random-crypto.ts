import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'random-crypto',
  decide(pulse) {
    if (crypto.getRandomValues(new Uint8Array(1))[0]! > 9) pulse.flatten() // ! RANDOMNESS
  },
})
