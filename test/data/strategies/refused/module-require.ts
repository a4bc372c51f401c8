import { defineStrategy } from 'throughline'
declare const require: (name: string) => unknown
export default defineStrategy({
  name: 'module-require',
  decide(pulse) {
    const name = pulse.state as unknown as string
    require(name) // ! MODULE
  },
})
