import { expect, it } from 'vitest'
import { createRandom } from '../../model/index.ts'
import { pushSorted, sortedWindow } from './sorted-window.ts'

it.each([1, 2, 7, 30])('the last %i values are in order, equal ones too', (period) => {
  const random = createRandom(3)
  const values = Array.from({ length: 500 }, () => Math.floor(12 * random()))
  const window = sortedWindow(period)
  values.forEach((value, t) => {
    expect(pushSorted(window, value)).toBe(t >= period - 1)
    const wanted = values.slice(Math.max(0, t + 1 - period), t + 1).sort((a, b) => a - b)
    expect([...window.sorted].slice(0, wanted.length)).toEqual(wanted)
  })
})

it('a NaN is not taken', () => {
  const window = sortedWindow(2)
  for (const value of [3, Number.NaN, 1]) pushSorted(window, value)
  expect([...window.sorted]).toEqual([1, 3])
})
