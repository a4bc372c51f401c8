import { defineStrategy } from 'throughline'
class Tracker {
  total = 0
  update(value: number): void {
    this.add(value)
  }
  add(value: number): void {
    this.total += value
  }
  mean(): number {
    return this.total / 2
  }
}
const tracker = new Tracker()
export default defineStrategy({
  name: 'state-instance',
  decide(pulse) {
    tracker.update(pulse.cash) // ! MODULE_STATE
    if (tracker.mean() > 3) pulse.flatten()
  },
})
