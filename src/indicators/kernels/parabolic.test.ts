/** The compiled stop against the streaming one, where the two halves of a tile meet and where they do not. */
import { describe, expect, it } from 'vitest'
import { createNormal, createRandom } from '../../model/index.ts'
import { parabolic, parabolicColumn, pushParabolic } from './parabolic.ts'

const ROWS = 30_000
const side = { start: 0.02, step: 0.02, maximum: 0.2 }

const walks: Readonly<Record<string, (t: number, noise: number) => number>> = {
  'a random walk': (_, noise) => noise,
  'a rise that never turns': () => 0.01,
  'a fall after a walk': (t, noise) => (t < 5_000 ? noise : -0.001),
  'no change at all': () => 0,
  'a walk in whole numbers': (_, noise) => Math.round(noise),
}

describe('the parabolic stop over columns', () => {
  it.each(Object.entries(walks))('has the bits of the streaming one in %s', (_, change) => {
    const normal = createNormal(createRandom(3))
    const [high, low, found] = [new Float64Array(ROWS), new Float64Array(ROWS), new Float64Array(ROWS)]
    let price = 1_000
    for (let t = 0; t < ROWS; t++) {
      price += change(t, normal())
      high[t] = price + 0.5
      low[t] = price - 0.5
    }
    for (const offset of [0, 0.01]) {
      const rules = { long: side, short: side, startValue: 0, offset }
      parabolicColumn({ inputs: [high, low], outputs: [found], start: 0, end: ROWS }, parabolic(rules), true)
      const state = parabolic(rules)
      const wanted = high.map((value, t) => pushParabolic(state, value, low[t]!))
      const differs = wanted.findIndex((value, t) => t > 0 && !Object.is(value, found[t]))
      expect(differs).toBe(-1)
    }
  })
})
