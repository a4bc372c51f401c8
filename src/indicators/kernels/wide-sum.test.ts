import { describe, expect, it } from 'vitest'
import { createRandom } from '../../model/index.ts'
import { sumWide } from './wide-sum.ts'
import { meanColumn } from './window.ts'

/** `stride` instruments, a value of each at every pulse. */
function walk(stride: number, pulses: number): Float64Array {
  const random = createRandom(3)
  return Float64Array.from({ length: stride * pulses }, () => 100 * random())
}

/** Row-aligned means by `sumWide` and, instrument by instrument, by `meanColumn`. */
function bothMeans({ stride, pulses, period }: { stride: number; pulses: number; period: number }) {
  const input = walk(stride, pulses)
  const wide = new Float64Array(input.length)
  const rows = { input, output: wide, stride, from: 0, count: stride, start: 0, end: pulses }
  const isFinite = sumWide(rows, { period, divisor: period })
  const plain = new Float64Array(input.length)
  const lane = new Float64Array(pulses)
  for (let i = 0; i < stride; i++) {
    const column = Float64Array.from({ length: pulses }, (_, t) => input[t * stride + i]!)
    meanColumn({ input: column, output: lane, period, start: 0, end: pulses })
    for (let t = 0; t < pulses; t++) plain[t * stride + i] = lane[t]!
  }
  const from = (period - 1) * stride
  return { isFinite, wide: wide.subarray(from), plain: plain.subarray(from) }
}

describe('sums of all instruments at once', () => {
  it.each([
    ['an odd number of instruments', { stride: 7, pulses: 90, period: 5 }],
    ['more values than a tile', { stride: 600, pulses: 60, period: 10 }],
    ['windows that take several strips', { stride: 600, pulses: 1_100, period: 1_000 }],
    ['windows of one pulse', { stride: 4, pulses: 10, period: 1 }],
  ])('have the bits of one instrument by itself: %s', (_, shape) => {
    const { isFinite, wide, plain } = bothMeans(shape)
    expect(isFinite).toBe(true)
    expect(Buffer.from(wide.slice().buffer).equals(Buffer.from(plain.slice().buffer))).toBe(true)
  })

  it('say where one is not finite', () => {
    const input = walk(6, 20)
    input[6 * 15 + 4] = Number.POSITIVE_INFINITY
    const rows = { input, output: new Float64Array(120), stride: 6, from: 0, count: 6, start: 0, end: 20 }
    expect(sumWide(rows, { period: 3, divisor: 3 })).toBe(false)
  })
})
