/** What the bar source contract is given, and the worlds and the clock that its claims run in. */
import type { BarSource, Surroundings } from '../data/index.ts'
import type { VendorBar, VendorWorld } from './vendor-bars.ts'
import type { VendorServer } from './vendor-server.ts'

export interface OpenedSource {
  readonly source: BarSource
  readonly server: VendorServer
}

export interface BarSourceContractOptions {
  /** Put before the name of each case. */
  readonly name: string
  /** A symbol as the vendor writes them. */
  readonly symbol: string
  /**
   * A server of the world and a source that asks it, with a timeout of 500 ms, no rate limit worth waiting for, and the
   * secrets `PLANTED_SECRETS` from `surroundings.env` by whatever names the source reads them.
   */
  readonly open: (world: VendorWorld, surroundings: Surroundings) => Promise<OpenedSource>
  /** Whether pages hang on tokens or links, and not on times. */
  readonly hasTokens: boolean
  /** Whether the vendor's own package sorts a page before anyone sees it. */
  readonly sortsPages: boolean
  /** Whether the source sends keys; a public one sends none. */
  readonly hasKeys: boolean
  /** Whether answers are JSON, of which half is none; half of a CSV may be whole lines. */
  readonly isJson: boolean
}

/** Keys that must never be seen in an error. */
export const PLANTED_SECRETS = { id: 'PLANTED-ID/7f3a+9', secret: 'planted secret %41&=äß' } as const

export interface ContractWorld extends OpenedSource {
  readonly world: VendorWorld
  /** How long the source waited, in ms, each time. */
  readonly waits: readonly number[]
}

/** Time stands still but for the waits, which are over at once; chance is always a half. */
export function fakeSurroundings(startMs: number, waits: number[]): Surroundings {
  let nowMs = startMs
  return {
    nowMs: () => nowMs,
    random: () => 0.5,
    sleep: async (ms, signal) => {
      if (signal?.aborted === true) throw new Error('aborted')
      waits.push(ms)
      nowMs += ms
    },
    env: {
      APCA_API_KEY_ID: PLANTED_SECRETS.id,
      APCA_API_SECRET_KEY: PLANTED_SECRETS.secret,
      BINANCE_APIKEY: PLANTED_SECRETS.id,
      BINANCE_SECRET: PLANTED_SECRETS.secret,
      VENDOR_KEY: PLANTED_SECRETS.id,
    },
  }
}

const DAY_MS = 86_400_000

/** 40 weekdays around a change of clocks, seven a page; all have closed. */
export function dailyWorld(symbol: string): VendorWorld {
  const days = Array.from({ length: 56 }, (_, n) => Date.UTC(2024, 1, 12) + n * DAY_MS)
  const weekdays = days.filter((day) => new Date(day).getUTCDay() % 6 !== 0)
  return {
    symbol,
    interval: '1d',
    bars: weekdays.map((timeMs, n) => barAt(timeMs, n)),
    nowMs: Date.UTC(2024, 5, 1),
    pageSize: 7,
  }
}

/** A made-up bar; its prices have digits that a careless reading would lose. */
export function barAt(timeMs: number, n: number): VendorBar {
  const open = Math.round((100 + 10 * Math.sin(n * 1.7) + n * 0.01) * 1e6) / 1e6
  const close = Math.round((open + Math.cos(n * 2.3)) * 1e6) / 1e6
  return {
    timeMs,
    open,
    close,
    high: Math.round((Math.max(open, close) + 0.123457) * 1e6) / 1e6,
    low: Math.round((Math.min(open, close) - 0.765433) * 1e6) / 1e6,
    volume: 1_000 + n * 37 + 0.5,
  }
}

/** Five-minute bars of one day, of which the last has not closed at `nowMs`. */
export function openDayWorld(symbol: string): VendorWorld {
  const startMs = Date.UTC(2024, 2, 12, 14)
  return {
    symbol,
    interval: '5m',
    bars: Array.from({ length: 20 }, (_, n) => barAt(startMs + n * 300_000, n)),
    nowMs: startMs + 19 * 300_000 + 120_000,
    pageSize: 6,
  }
}
