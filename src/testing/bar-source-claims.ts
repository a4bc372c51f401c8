/** Claims of the bar source contract about bars: which come, in which order, and which do not. */
import assert from 'node:assert/strict'
import type { BarPage, BarSource } from '../data/index.ts'
import { parseInterval, UsageError } from '../model/index.ts'
import { type BarSourceContractOptions, type ContractWorld, openDayWorld } from './bar-source-worlds.ts'
import { closedBars, type VendorBar, type VendorWorld } from './vendor-bars.ts'

export interface SourceClaim {
  readonly claim: string
  /** What differs from forty daily bars. */
  readonly world?: (symbol: string) => Partial<VendorWorld>
  readonly concerns?: (options: BarSourceContractOptions) => boolean
  readonly check: (opened: ContractWorld, options: BarSourceContractOptions) => Promise<void>
}

export interface Fetched {
  readonly bars: readonly VendorBar[]
  readonly pages: readonly BarPage[]
}

export interface FetchRange {
  readonly fromMs: number
  readonly toMs: number
  readonly signal?: AbortSignal
}

/** All that a source gives of a world's symbol. */
export async function fetchAll(
  source: BarSource,
  world: VendorWorld,
  range = wholeOf(world),
): Promise<Fetched> {
  const pages: BarPage[] = []
  const bars: VendorBar[] = []
  const request = { instrument: world.symbol, interval: parseInterval(world.interval), ...range }
  for await (const page of source.fetch(request)) {
    pages.push(page)
    const { timeMs, open, high, low, close, volume } = page.bars
    timeMs.forEach((time, n) => {
      bars.push({
        timeMs: time,
        open: open[n]!,
        high: high[n]!,
        low: low[n]!,
        close: close[n]!,
        volume: volume[n]!,
      })
    })
  }
  return { bars, pages }
}

/** The range from its first bar to a day after its last. */
export function wholeOf({ bars }: VendorWorld): FetchRange {
  return { fromMs: bars[0]!.timeMs, toMs: bars.at(-1)!.timeMs + 86_400_000 }
}

export const BAR_CLAIMS: readonly SourceClaim[] = [
  {
    claim: 'gives every bar of the range once, with the numbers that were sent, over several pages',
    check: async ({ source, server, world }) => {
      const { bars } = await fetchAll(source, world)
      assert.deepEqual(bars, world.bars)
      assert.ok(server.requests.length >= world.bars.length / world.pageSize)
    },
  },
  {
    claim: 'dates daily bars by their day, also across a change of clocks',
    check: async ({ source, world }) => {
      const { bars } = await fetchAll(source, world)
      assert.ok(bars.every(({ timeMs }) => timeMs % 86_400_000 === 0))
    },
  },
  {
    claim: 'takes the beginning of a range and not its end',
    check: async ({ source, world }) => {
      const range = { fromMs: world.bars[5]!.timeMs, toMs: world.bars[23]!.timeMs }
      assert.deepEqual((await fetchAll(source, world, range)).bars, world.bars.slice(5, 23))
    },
  },
  {
    claim: 'gives no bar of a range without bars',
    check: async ({ source, world }) => {
      const saturday = Date.UTC(2024, 2, 2)
      const range = { fromMs: saturday, toMs: saturday + 2 * 86_400_000 }
      assert.deepEqual((await fetchAll(source, world, range)).bars, [])
    },
  },
  {
    claim: 'does not give a bar that has not closed',
    world: (symbol) => openDayWorld(symbol),
    check: async ({ source, world }) => {
      const { bars } = await fetchAll(source, world)
      assert.deepEqual(bars, closedBars(world))
      assert.equal(bars.length, world.bars.length - 1)
    },
  },
  {
    claim: 'does not give the daily bar of a day that is not over',
    world: () => ({ nowMs: Date.UTC(2024, 3, 5, 18) }),
    check: async ({ source, world }) => {
      const last = (await fetchAll(source, world)).bars.at(-1)
      assert.equal(last?.timeMs, Date.UTC(2024, 3, 4))
    },
  },
  {
    claim: 'asks for nothing of a range that lies in the future',
    check: async ({ source, server, world }) => {
      const range = { fromMs: world.nowMs + 86_400_000, toMs: world.nowMs + 9 * 86_400_000 }
      assert.deepEqual((await fetchAll(source, world, range)).bars, [])
      assert.equal(server.requests.length, 0)
    },
  },
  {
    claim: 'says what it is without secrets, and refuses an interval that it does not have',
    check: async ({ source, world }) => {
      assert.ok(source.name.length > 0 && source.variant.length > 0)
      assert.ok(source.capabilities.barsPerPage >= 1)
      const wanted = { ...world, interval: '7s' }
      await assert.rejects(fetchAll(source, wanted), (error: unknown) => {
        assert.ok(error instanceof UsageError)
        assert.equal(error.code, 'UNKNOWN_INTERVAL')
        return true
      })
    },
  },
]
