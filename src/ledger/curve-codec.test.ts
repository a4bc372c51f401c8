import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DataError } from '../model/index.ts'
import { type CurveRecord, decodeCurve, encodeCurve } from './curve-codec.ts'

const DAY = 86_400_000

/** A column of stretches in which a value repeats or does not, zeros of both signs among them. */
const column = (pulses: number): fc.Arbitrary<number[]> =>
  fc
    .array(
      fc.tuple(
        fc.oneof(
          fc.constantFrom(0, -0, 1, 1e-308, -5.5),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
        ),
        fc.integer({ min: 1, max: 6 }),
      ),
      { minLength: pulses, maxLength: pulses },
    )
    .map((stretches) => stretches.flatMap(([value, times]) => Array(times).fill(value)).slice(0, pulses))

const record: fc.Arbitrary<CurveRecord> = fc.nat(60).chain((pulses) =>
  fc
    .record({
      steps: fc.array(fc.constantFrom(DAY, DAY, 3 * DAY, 60_000), { minLength: pulses, maxLength: pulses }),
      lengths: fc.array(fc.constantFrom(DAY, DAY, DAY, 60_000), { minLength: pulses, maxLength: pulses }),
      equity: column(pulses),
      cash: column(pulses),
      gross: column(pulses),
      open: fc.array(fc.constantFrom(0, 0, 1, 4_294_967_295), { minLength: pulses, maxLength: pulses }),
    })
    .map(({ steps, lengths, equity, cash, gross, open }) => {
      let openMs = -DAY
      const pulseOpenMs = Float64Array.from(steps, (step) => (openMs += step))
      return {
        pulseOpenMs,
        curve: {
          timeMs: pulseOpenMs.map((at, p) => at + lengths[p]!),
          equity: Float64Array.from(equity),
          cash: Float64Array.from(cash),
          grossExposure: Float64Array.from(gross),
          openPositions: Uint32Array.from(open),
        },
      }
    }),
)

/** Daily bars; equity moves while one position is held, from `from` up to `to`. */
function held(pulses: number, from: number, to: number): CurveRecord {
  const pulseOpenMs = Float64Array.from({ length: pulses }, (_, p) => p * DAY)
  const isHeld = (p: number): boolean => p >= from && p < to
  return {
    pulseOpenMs,
    curve: {
      timeMs: pulseOpenMs.map((at) => at + DAY),
      equity: pulseOpenMs.map((_, p) => (isHeld(p) ? 1_000 + p / 7 : 1_000)),
      cash: pulseOpenMs.map((_, p) => (isHeld(p) ? 500 : 1_000)),
      grossExposure: pulseOpenMs.map((_, p) => (isHeld(p) ? 500 + p / 7 : 0)),
      openPositions: Uint32Array.from(pulseOpenMs, (_, p) => Number(isHeld(p))),
    },
  }
}

function refusalOf(bytes: Uint8Array): DataError {
  try {
    decodeCurve(bytes)
  } catch (error) {
    if (error instanceof DataError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('the bytes of a curve', () => {
  it('give the curve back, to the bit', () => {
    fc.assert(
      fc.property(record, fc.nat(7), (given, offset) => {
        const bytes = encodeCurve(given)
        expect(encodeCurve(given)).toEqual(bytes)
        expect(decodeCurve(bytes)).toEqual(given)
        const moved = new Uint8Array(bytes.length + offset)
        moved.set(bytes, offset)
        expect(decodeCurve(moved.subarray(offset))).toEqual(given)
      }),
    )
  })

  it('grow with what changes, not with the pulses', () => {
    const idle = encodeCurve(held(1_000, 0, 0)).length
    expect(encodeCurve(held(100_000, 0, 0)).length).toBe(idle)
    // Equity and exposure of each pulse that holds something, and a few heads.
    expect(encodeCurve(held(100_000, 500, 1_500)).length).toBeLessThan(idle + 1_000 * 16 + 200)
    expect(encodeCurve(held(100_000, 0, 100_000)).length).toBeLessThan(100_000 * 16.1)
  })

  it('are refused wherever they end too early, have more than a curve, or contradict themselves', () => {
    const bytes = encodeCurve(held(20, 5, 9))
    for (let length = 9; length < bytes.length; length++) {
      expect(refusalOf(bytes.slice(0, length)).code).toBe('CURVE_DAMAGED')
    }
    const longer = new Uint8Array(bytes.length + 8)
    longer.set(bytes)
    expect(refusalOf(longer).message).toContain('8 bytes follow')
    const otherLength = bytes.slice()
    otherLength[8] = 21
    expect(refusalOf(otherLength).message).toContain('not of its 21 pulses')
    // The first column: a step of 0, then nineteen of a day, which now are to have a value each.
    const single = bytes.slice()
    single[28] = 38
    expect(refusalOf(single).message).toContain('more or fewer values')
  })

  it('of version 1 are read: six columns, 44 bytes a pulse', () => {
    const { curve, pulseOpenMs } = held(7, 2, 5)
    const { timeMs, equity, cash, grossExposure, openPositions } = curve
    const columns = [timeMs, pulseOpenMs, equity, cash, grossExposure, openPositions]
    const bytes = columns.flatMap(({ buffer }) => [...new Uint8Array(buffer)])
    expect(decodeCurve(Uint8Array.from(bytes))).toEqual({ curve, pulseOpenMs })
    expect(refusalOf(Uint8Array.from(bytes.slice(1))).message).toContain('no whole number of pulses')
  })
})
