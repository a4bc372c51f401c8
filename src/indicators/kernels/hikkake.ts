/** The hikkake's memory: a false break out of an inside bar is confirmed when a close takes it back within three bars. */
import { type Candles, close, high, low } from './candles.ts'

/** A pattern that waits. */
export interface Confirmable {
  /** 100 or -100 while a pattern can still be confirmed, else 0. */
  signal: number
  /** The prices whose crossing confirms it. */
  high: number
  low: number
}

export interface Hikkake extends Confirmable {
  /** Bars since the pattern. */
  age: number
}

/** Bars after a pattern that may confirm it. */
export const CONFIRMED_WITHIN = 3

export function isConfirmed(pattern: Confirmable, price: number): boolean {
  return pattern.signal > 0 ? price > pattern.high : price < pattern.low
}

export function createHikkake(): Hikkake {
  return { signal: 0, age: 0, high: Number.NaN, low: Number.NaN }
}

/** What the bar says: a new pattern's signal, twice that where it confirms an earlier one, or 0. */
export function followHikkake(memory: Hikkake, c: Candles, found: number): number {
  memory.age++
  if (found !== 0) {
    memory.signal = found
    memory.age = 0
    memory.high = high(c, 1)
    memory.low = low(c, 1)
    return found
  }
  const { signal } = memory
  if (signal === 0 || memory.age > CONFIRMED_WITHIN || !isConfirmed(memory, close(c, 0))) return 0
  memory.signal = 0
  return 2 * signal
}

/** The break: 100 below the inside bar (taken back upwards), -100 above it, 0 where there is none. */
export function falseBreak(c: Candles): number {
  if (high(c, 0) < high(c, 1) && low(c, 0) < low(c, 1)) return 100
  return high(c, 0) > high(c, 1) && low(c, 0) > low(c, 1) ? -100 : 0
}

/** Whether the bar of `ago` lies inside the one before it. */
export function isInside(c: Candles, ago: number): boolean {
  return high(c, ago) < high(c, ago + 1) && low(c, ago) > low(c, ago + 1)
}
