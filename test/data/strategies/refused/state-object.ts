import { defineStrategy } from 'throughline'
const seen = { count: 0, inner: { high: 0 } }
export default defineStrategy({
  name: 'state-object',
  decide(pulse) {
    seen.count++ // ! MODULE_STATE
    const { inner } = seen
    inner.high = pulse.cash // ! MODULE_STATE
    ;[seen.count] = [3] // ! MODULE_STATE
  },
})
