/** The discriminator beyond its golden columns: what it says of prices that stand still and of pure waves. */
import { describe, expect, it } from 'vitest'
import { hilbertState, pushHilbert } from './hilbert.ts'

describe('the discriminator', () => {
  it('has components of exactly 0 once a price stands still', () => {
    const state = hilbertState(12)
    for (let t = 0; t < 60; t++) pushHilbert(state, 123.456)
    expect([state.inPhase, state.quadrature].map(Math.abs)).toEqual([0, 0])
  })

  it.each([10, 20, 35])('measures the period of a wave of %i bars', (bars) => {
    const state = hilbertState(12)
    for (let t = 0; t < 1_000; t++) pushHilbert(state, 100 + Math.sin((2 * Math.PI * t) / bars))
    expect(state.smoothPeriod / bars).toBeCloseTo(1, 1)
  })

  it('says the same of prices of any size', () => {
    const states = [hilbertState(12), hilbertState(12)] as const
    for (let t = 0; t < 200; t++) {
      const price = 100 + Math.sin(t / 3) + Math.sin(t * t)
      pushHilbert(states[0], price)
      pushHilbert(states[1], price * 2 ** -40)
    }
    expect(states[1].smoothPeriod).toBe(states[0].smoothPeriod)
  })
})
