import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'network-socket',
  decide(pulse) {
    const feed = new WebSocket('ws://127.0.0.1') // ! NETWORK
    feed.close()
  },
})
