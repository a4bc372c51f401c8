/**
 * Sums over three windows, shortest first. Where a window is twice as long as the one before, its sum is that of two such
 * windows, which costs one addition; else it is folded in blocks of its own (window.ts). Over columns two quantities are summed
 * side by side, and what comes out is the share of the first in the second.
 */
import { type DelayLine, delayLine, pushDelay } from './delay.ts'
import type { TileMemory } from './tiles.ts'
import { pushSum, type WindowFold, windowSum } from './window.ts'

export interface WindowLadder {
  readonly short: WindowFold
  readonly middle: Rung
  readonly long: Rung
}

interface Rung {
  readonly isDouble: boolean
  /** The sums of the shorter window, one such window ago. */
  readonly before: DelayLine
  readonly own: WindowFold
}

export type Periods = readonly [short: number, middle: number, long: number]

export function windowLadder([short, middle, long]: Periods): WindowLadder {
  return { short: windowSum(short), middle: rung(short, middle), long: rung(middle, long) }
}

function rung(shorter: number, period: number): Rung {
  const isDouble = period === 2 * shorter
  return { isDouble, before: delayLine(isDouble ? shorter : 0), own: windowSum(isDouble ? 1 : period) }
}

/** The sum of the window, by that of the shorter one and the newest value; NaN before it is full. */
export function pushRung({ isDouble, before, own }: Rung, shorter: number, value: number): number {
  return isDouble ? shorter + pushDelay(before, shorter) : pushSum(own, value)
}

export interface ShareLoop {
  /** Addresses of the shares of the three windows. */
  readonly shares: readonly number[]
  /** Takes so many rows of part and whole, side by side from this address on. */
  take(pairs: number, rows: number): void
}

/** The share of the sum of parts in that of wholes; 0 where that is 0. */
export function shareLoop(memory: TileMemory, periods: Periods): ShareLoop {
  const { kernels } = memory
  const windows = periods.map((period, place) => {
    const isDouble = place > 0 && period === 2 * periods[place - 1]!
    const state = isDouble ? 0 : newShare(memory, period)
    return { period, isDouble, state, sums: memory.column(2, period), shares: memory.column() }
  })
  return {
    shares: windows.map(({ shares }) => shares),
    take(pairs, rows) {
      for (let k = 0; k < windows.length; k++) {
        const { isDouble, state, sums, shares } = windows[k]!
        if (isDouble) {
          const shorter = windows[k - 1]!
          kernels.doubleShare(shorter.sums, shorter.period, sums, shares, rows)
        } else kernels.windowShare(state, pairs, sums, shares, rows)
      }
    },
  }
}

/** The state of `windowShare`. */
export function newShare({ kernels, bytes }: TileMemory, period: number): number {
  const state = bytes(kernels.shareBytes(period))
  kernels.shareInit(state, period)
  return state
}
