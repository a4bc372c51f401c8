import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VenueError } from '../../model/index.ts'
import type { Surroundings } from './bar-source.ts'
import { createTokenBucket, type Pace, paced, RETRY_POLICY } from './pace.ts'

/** A clock that stands still but for the waits. */
function fakeTime(random = 0.5) {
  const waits: number[] = []
  let nowMs = 1_000_000
  const surroundings: Surroundings = {
    nowMs: () => nowMs,
    random: () => random,
    env: {},
    sleep: async (ms) => {
      waits.push(ms)
      nowMs += ms
    },
  }
  return {
    waits,
    surroundings,
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

function paceOf(surroundings: Surroundings): Pace {
  return { vendor: 'v', turn: async () => undefined, policy: RETRY_POLICY, surroundings }
}

const failure = (retry: 'safe' | 'never', details = {}): VenueError =>
  new VenueError('VENDOR_FAILED', 'no', retry, details)

describe('a token bucket', () => {
  it('lets a burst go at once and the rest at the rate', async () => {
    const { surroundings, waits } = fakeTime()
    const turn = createTokenBucket({ requestsPerMinute: 60, burst: 3 }, surroundings)
    for (let n = 0; n < 6; n++) await turn()
    expect(waits).toEqual([1_000, 1_000, 1_000])
  })

  it('fills up again with time, and never beyond the burst', async () => {
    const { surroundings, waits, pass } = fakeTime()
    const turn = createTokenBucket({ requestsPerMinute: 60, burst: 2 }, surroundings)
    await turn()
    await turn()
    pass(3_600_000)
    for (let n = 0; n < 3; n++) await turn()
    expect(waits).toEqual([1_000])
  })

  it('never lets more go in a time than burst and rate allow', async () => {
    const gaps = fc.array(fc.nat(3_000), { minLength: 5, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(gaps, fc.integer({ min: 10, max: 600 }), async (list, requestsPerMinute) => {
        const { surroundings, pass } = fakeTime()
        const burst = 3
        const turn = createTokenBucket({ requestsPerMinute, burst }, surroundings)
        const times: number[] = []
        for (const gap of list) {
          pass(gap)
          await turn()
          times.push(surroundings.nowMs())
        }
        times.forEach((from, n) => {
          const sent = times.length - n
          const allowed = burst + ((times.at(-1)! - from) * requestsPerMinute) / 60_000
          expect(sent).toBeLessThanOrEqual(allowed + 1e-6)
        })
      }),
    )
  })
})

describe('a request', () => {
  it('is sent again after waits that double, of which half is chance', async () => {
    for (const [random, expected] of [
      [0, [250, 500, 1_000, 2_000, 4_000]],
      [1, [500, 1_000, 2_000, 4_000, 8_000]],
    ] as const) {
      const { surroundings, waits } = fakeTime(random)
      await expect(
        paced(paceOf(surroundings), () => Promise.reject(failure('safe')), undefined),
      ).rejects.toThrow(/It was tried 6 times/)
      expect(waits).toEqual(expected)
    }
  })

  it('gives its answer as soon as there is one', async () => {
    const { surroundings, waits } = fakeTime()
    let tried = 0
    const attempt = async (): Promise<number> => {
      if (++tried < 3) throw failure('safe')
      return tried
    }
    expect(await paced(paceOf(surroundings), attempt, undefined)).toBe(3)
    expect(waits).toHaveLength(2)
  })

  it('is not sent again after a refusal, nor after what is no error of a venue', async () => {
    for (const error of [failure('never'), new RangeError('ours')]) {
      const { surroundings, waits } = fakeTime()
      await expect(paced(paceOf(surroundings), () => Promise.reject(error), undefined)).rejects.toBe(error)
      expect(waits).toEqual([])
    }
  })

  it('waits as long as it is asked to, and ends where that is too long', async () => {
    const { surroundings, waits } = fakeTime()
    const asked = [9_000, RETRY_POLICY.patienceMs + 1]
    const attempt = () => Promise.reject(failure('safe', { retryAfterMs: asked[waits.length] ?? 0 }))
    await expect(paced(paceOf(surroundings), attempt, undefined)).rejects.toThrow('2 times')
    expect(waits).toEqual([9_250])
  })
})
