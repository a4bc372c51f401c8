import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'locale-compare',
  decide(pulse) {
    pulse.bars.sort((a, b) => a.symbol.localeCompare(b.symbol)) // ! LOCALE
  },
})
