import { defineStrategy } from 'throughline'
const decideHow = (): number => 1
export default defineStrategy({
  name: 'code-constructor',
  decide(pulse) {
    const make = decideHow.constructor as (text: string) => () => unknown
    if ((() => 1).constructor('return process')() !== null) pulse.flatten() // ! DYNAMIC_CODE
    if (''.constructor.constructor('return 1')() === 1) pulse.flatten() // ! DYNAMIC_CODE
    if ([]['constructor']['constructor']('return 1')() === make) pulse.flatten() // ! DYNAMIC_CODE
  },
})
