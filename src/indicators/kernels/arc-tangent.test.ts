import { describe, expect, it } from 'vitest'
import { createNormal, createRandom } from '../../model/index.ts'
import { arcTangent } from './arc-tangent.ts'

describe('arcTangent', () => {
  it('is that of the machine to two units in the last place, for slopes of any size', () => {
    const normal = createNormal(createRandom(5))
    for (let n = 0; n < 100_000; n++) {
      const x = normal() * 10 ** (4 * normal())
      const wanted = Math.atan(x)
      expect(Math.abs(arcTangent(x) - wanted)).toBeLessThanOrEqual(2 * Number.EPSILON * Math.abs(wanted))
    }
  })

  it.each([
    [0, 0],
    [1, Math.PI / 4],
    [-1, -Math.PI / 4],
    [Number.POSITIVE_INFINITY, Math.PI / 2],
    [Number.NEGATIVE_INFINITY, -Math.PI / 2],
    [1e-300, 1e-300],
  ])('of %d is %d', (slope, angle) => {
    expect(arcTangent(slope)).toBe(angle)
  })
})
