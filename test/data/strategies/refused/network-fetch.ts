import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'network-fetch',
  decide(pulse) {
    void fetch('http://127.0.0.1/price') // ! NETWORK
  },
})
