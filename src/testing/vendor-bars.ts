/**
 * What a local vendor serves: bars it has, how many it gives at once, and faults of its pages, which are the protocol's and
 * not the connection's.
 */
import { closeOf, parseInterval } from '../model/index.ts'

export interface VendorBar {
  /** Opening instant; of bars of a day or longer the date, as UTC midnight. */
  readonly timeMs: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

export const PAGE_FAULTS = [
  'repeat-page',
  'overlap',
  'conflict',
  'disorder',
  'empty-page',
  'token-loop',
  'text-price',
  'missing-value',
] as const
/** What is wrong with the pages after the first. */
export type PageFault = (typeof PAGE_FAULTS)[number]

export interface VendorWorld {
  readonly symbol: string
  readonly interval: string
  /** Ascending; the last may be one that has not closed at `nowMs`. */
  readonly bars: readonly VendorBar[]
  readonly nowMs: number
  readonly pageSize: number
  readonly pageFault?: PageFault
}

/** A page's bars, of which a fault may have made anything. */
export type ServedBar = { readonly [Field in keyof VendorBar]: VendorBar[Field] | string | null }

export interface VendorPages {
  /** Bars that open in [fromMs, toMs], from the given number on; `next` is the number to go on with. */
  readonly byNumber: (
    range: { fromMs: number; toMs: number },
    from: number,
  ) => { bars: ServedBar[]; next: number | null }
  /** Bars that open in [fromMs, toMs], at most a page, as those protocols do that page by time. */
  readonly byTime: (range: { fromMs: number; toMs: number }) => ServedBar[]
}

/** Pages of a world, with its fault; `instantOf` says at which instant the protocol stamps a bar. */
export function vendorPages(
  world: VendorWorld,
  instantOf: (timeMs: number) => number = (timeMs) => timeMs,
): VendorPages {
  const { bars, pageSize, pageFault } = world
  let served = 0
  const within = ({ fromMs, toMs }: { fromMs: number; toMs: number }): VendorBar[] =>
    bars.filter(({ timeMs }) => instantOf(timeMs) >= fromMs && instantOf(timeMs) <= toMs)
  return {
    byNumber: (range, token) => {
      const all = within(range)
      // A fraction makes another token of the same number.
      const from = Math.floor(token)
      const isLater = from > 0
      const page = all.slice(from, from + pageSize)
      const next = from + pageSize < all.length ? from + pageSize : null
      served++
      if (!isLater || pageFault === undefined) return { bars: page, next }
      switch (pageFault) {
        case 'repeat-page':
          return served === 2 ? { bars: all.slice(0, pageSize), next: from + 0.5 } : { bars: page, next }
        case 'empty-page':
          return served === 2 ? { bars: [], next: from + 0.5 } : { bars: page, next }
        case 'token-loop':
          return { bars: page, next: from }
        case 'overlap':
          return { bars: all.slice(from - 1, from + pageSize), next }
        default:
          return { bars: spoil(page, all[from - 1], pageFault), next }
      }
    },
    byTime: (range) => {
      const all = within(range)
      served++
      const page = all.slice(0, pageSize)
      if (served < 2 || pageFault === undefined || page.length === 0) return page
      const before = bars[bars.indexOf(page[0]!) - 1]
      switch (pageFault) {
        case 'overlap':
        case 'repeat-page':
          return before === undefined ? page : [before, ...page]
        case 'empty-page':
        case 'token-loop':
          return page
        default:
          return spoil(page, before, pageFault)
      }
    },
  }
}

type Spoiling = Extract<PageFault, 'conflict' | 'disorder' | 'text-price' | 'missing-value'>

function spoil(page: readonly VendorBar[], before: VendorBar | undefined, fault: Spoiling): ServedBar[] {
  const [first, second, ...rest] = page
  switch (fault) {
    case 'conflict':
      return before === undefined ? [...page] : [{ ...before, close: before.close + 0.01 }, ...page]
    case 'disorder':
      return second === undefined || first === undefined ? [...page] : [second, first, ...rest]
    case 'text-price':
      return first === undefined ? [] : [{ ...first, open: 'n/a' }, ...page.slice(1)]
    case 'missing-value':
      return first === undefined ? [] : [{ ...first, close: null }, ...page.slice(1)]
    default:
      return fault satisfies never
  }
}

/** The bars that have closed, which are those that a source may give. */
export function closedBars({ bars, interval, nowMs }: VendorWorld): VendorBar[] {
  const parsed = parseInterval(interval)
  return bars.filter(({ timeMs }) => closeOf(parsed, timeMs) <= nowMs)
}
