import { defineStrategy } from 'throughline'
const OPEN = Date.parse('2020-01-01T14:30:00Z')
export default defineStrategy({
  name: 'dates-in-utc',
  decide(pulse) {
    const date = new Date(pulse.timeMs)
    if (date.getUTCHours() > 14 && pulse.timeMs > Date.UTC(2020, 0, 1)) pulse.flatten()
    if (pulse.timeMs > OPEN || date > new Date('2020-01-01')) pulse.flatten()
    if (new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', weekday: 'short' }).format(date) === 'Mon') {
      console.log(date.toISOString(), date instanceof Date)
    }
  },
})
