import { expect, it } from 'vitest'
import { createNormal, createRandom } from '../../model/index.ts'
import { emaState, pushEma } from './exponential.ts'
import { pushSmoothing, smoothingState } from './smoothing.ts'

it.each([1, 2, 13, 200])('averages over %i values as an exponential average does', (period) => {
  const normal = createNormal(createRandom(7))
  const [ema, smoothing] = [emaState(period), smoothingState(period)]
  for (let t = 0; t < 3_000; t++) {
    const value = t === 5 ? Number.NaN : normal()
    const wanted = pushEma(ema, value)
    const found = pushSmoothing(smoothing, value)
    if (Number.isNaN(wanted)) expect(found).toBeNaN()
    else expect(found).toBeCloseTo(wanted, 13)
  }
})
