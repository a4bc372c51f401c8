import { defineStrategy } from 'throughline'
export default defineStrategy({
  name: 'shadowing-names',
  decide(pulse) {
    const process = { env: 3 }
    const Date = { now: () => pulse.timeMs }
    const fetch = (window: number): number => window
    let performance = 0
    performance += Date.now()
    if (fetch(process.env) > 2 && performance > 0) pulse.flatten()
    for (const globalThis of [1, 2]) performance += globalThis
    try {
      pulse.flatten()
    } catch (crypto) {
      console.error(crypto)
    }
    label: for (;;) break label
    const { setTimeout: renamed = 1 } = { setTimeout: 2 }
    if (renamed > 1) console.log({ process: 1, eval: 2 }.eval)
  },
})
