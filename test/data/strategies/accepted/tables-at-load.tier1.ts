import { defineStrategy } from 'throughline'
class Table {
  readonly weights: number[] = []
  fill(): this {
    for (let i = 0; i < 5; i++) this.weights.push(i)
    return this
  }
  at(index: number): number {
    return this.weights[index]!
  }
}
const table = new Table().fill()
const math = { add: (a: number, b: number): number => a + b }
enum Side {
  Long = 1,
  Short = -1,
}
Object.freeze(table.weights)
export const SIDES = [Side.Long, Side.Short]
export default defineStrategy({
  name: 'tables-at-load',
  decide(pulse) {
    let total = 0
    for (const weight of table.weights) total += weight
    const local = { total, list: [...table.weights] }
    local.total += 1
    local.list.push(2)
    const sums = new Map<string, number>()
    sums.set('a', total)
    if (table.at(0) > 1 && local.total > 2 && math.add(1, 2) > 2) pulse.flatten()
    pulse.state = { total }
  },
})
