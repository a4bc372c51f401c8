import { defineStrategy } from 'throughline'

class Window {
  protected readonly values: number[] = []
  add(value: number): void {
    this.values.push(value)
  }
  size(): number {
    return this.values.length
  }
}
class Mean extends Window {
  override add(value: number): void {
    super.add(value)
  }
}
const closes = new Mean()
const fresh = (): Mean => new Mean()

export default defineStrategy({
  name: 'state-inherited',
  decide(pulse) {
    closes.add(pulse.cash) // ! MODULE_STATE
    const own = fresh()
    own.add(pulse.cash)
    if (closes.size() > own.size()) pulse.flatten()
  },
})
