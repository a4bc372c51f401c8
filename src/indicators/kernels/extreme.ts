/** The largest of the last `period` values and when it was; of equal ones the latest. Blocks as in window.ts. */

export interface WindowTop {
  readonly period: number
  readonly ring: Float64Array
  readonly barRing: Float64Array
  at: number
  full: boolean
  head: number
  headBar: number
  /** Values taken so far. */
  count: number
  top: number
  /** How many values ago the top was taken; 0 is the newest. */
  age: number
}

export function windowTop(period: number): WindowTop {
  return {
    period,
    ring: new Float64Array(period),
    barRing: new Float64Array(period),
    at: 0,
    full: false,
    head: Number.NEGATIVE_INFINITY,
    headBar: 0,
    count: 0,
    top: Number.NaN,
    age: Number.NaN,
  }
}

/** Takes a value and sets `top` and `age`; false before there are `period` values. Negate values for the smallest. */
export function pushTop(window: WindowTop, value: number): boolean {
  if (Number.isNaN(value)) return false
  const { ring, barRing, period } = window
  const at = window.at
  const bar = window.count++
  if (value >= window.head) {
    window.head = value
    window.headBar = bar
  }
  ring[at] = value
  barRing[at] = bar
  window.at = at + 1
  window.top = window.head
  window.age = bar - window.headBar
  if (at + 1 < period) {
    if (window.full && ring[at + 1]! > window.head) {
      window.top = ring[at + 1]!
      window.age = bar - barRing[at + 1]!
    }
    return window.full
  }
  for (let i = period - 2; i > 0; i--) {
    if (ring[i + 1]! >= ring[i]!) {
      ring[i] = ring[i + 1]!
      barRing[i] = barRing[i + 1]!
    }
  }
  window.at = 0
  window.head = Number.NEGATIVE_INFINITY
  window.full = true
  return true
}
