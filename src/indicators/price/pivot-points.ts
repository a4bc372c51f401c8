import { defineIndicator } from '../define.ts'

/**
 * Floor pivot points of the day before (UTC), the same all day long.
 *
 * Formula: pivot = (H + L + C) / 3, r1 = 2 P - L, s1 = 2 P - H, r2 = P + (H - L), s2 = P - (H - L), r3 = H + 2 (P - L), s3 = L - 2 (H - P),
 * H, L, C of the last whole UTC day before the bar, weekends and holidays skipped.
 * Source: the traders of the exchange floors; J. Person 2004.
 * Warm-up: until the second UTC day of the history. Outputs: pivot, r1, s1, r2, s2, r3, s3.
 */
export const pivotPoints = defineIndicator({
  name: 'pivot-points',
  title: 'Floor pivot points',
  params: {},
  inputs: ['high', 'low', 'close', 'time'],
  outputs: ['pivot', 'r1', 's1', 'r2', 's2', 'r3', 's3'],
  lookback: () => 0,
  gaps: 'on the first day of the history there is no day before',
  init: () => ({
    day: Number.NaN,
    high: Number.NaN,
    low: Number.NaN,
    close: Number.NaN,
    pivot: Number.NaN,
    range: Number.NaN,
    top: Number.NaN,
    bottom: Number.NaN,
  }),
  step(state, input, output) {
    const day = Math.floor(input[3]! / 86_400_000)
    if (day !== state.day) {
      state.pivot = (state.high + state.low + state.close) / 3
      state.top = state.high
      state.bottom = state.low
      state.high = input[0]!
      state.low = input[1]!
    }
    state.day = day
    state.high = Math.max(state.high, input[0]!)
    state.low = Math.min(state.low, input[1]!)
    state.close = input[2]!
    const { pivot, top, bottom } = state
    output[0] = pivot
    output[1] = 2 * pivot - bottom
    output[2] = 2 * pivot - top
    output[3] = pivot + (top - bottom)
    output[4] = pivot - (top - bottom)
    output[5] = top + 2 * (pivot - bottom)
    output[6] = bottom - 2 * (top - pivot)
  },
})
