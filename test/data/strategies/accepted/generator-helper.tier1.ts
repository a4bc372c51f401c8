import { defineStrategy } from 'throughline'
function* upTo(end: number): Generator<number> {
  for (let i = 0; i < end; i++) yield i
}
export default defineStrategy({
  name: 'generator-helper',
  decide(pulse) {
    for (const index of upTo(3)) if (pulse.cash > index) pulse.flatten()
  },
})
