import { describe, expect, it } from 'vitest'
import { splitInPrices } from './split-prices.ts'

const DAY = 86_400_000
const judge = (after: readonly number[], factor: number, silenceMs = DAY) =>
  splitInPrices({ closeBefore: 700, after, silenceMs, factor })

describe('splitInPrices', () => {
  it.each([
    ['prices fall by the ratio', [100, 101], 1 / 7],
    ['the first trade is still on the old basis', [699, 92.42, 92.5], 1 / 7],
    ['the split comes with a crash', [60, 58], 1 / 7],
    ['the split comes with a rally', [180, 190], 1 / 7],
    ['a reverse split raises them', [7_000, 6_900], 10],
    ['the step is as small as a night’s move', [700, 701], 1 / 1.05],
  ])('shows it where %s', (_, after, factor) => expect(judge(after, factor)).toBe('shown'))

  it.each([
    ['prices stay', [700, 702], 1 / 7],
    ['prices move a tenth', [630, 640], 1 / 2],
    ['a reverse split leaves them', [700, 690], 10],
  ])('misses it where %s', (_, after, factor) => expect(judge(after, factor)).toBe('missing'))

  it('doubts a small one', () => expect(judge([700, 702], 2 / 3)).toBe('doubtful'))

  it('says nothing after a long silence', () => {
    expect(judge([700, 702], 1 / 7, 15 * DAY)).toBe('shown')
  })
})
