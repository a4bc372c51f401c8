import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'locale-number',
  decide(pulse) {
    if (pulse.cash.toLocaleString().length > 9) pulse.flatten() // ! LOCALE
    if (new Intl.NumberFormat().format(pulse.cash) === '1') pulse.flatten() // ! LOCALE
  },
})
