import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
import { midpointColumn } from '../kernels/extreme-columns.ts'
import { pushMax, pushMin, windowMax, windowMin } from '../kernels/window.ts'

/**
 * Ichimoku cloud, each line as it is known at the bar: the spans are those drawn at this bar, computed displacement bars ago, and
 * the lagging span is left to lag(close), since drawing today's close in the past would show the future there.
 *
 * Formula: conversion, base, spanB = midpoint of high and low over their periods; spanA = (conversion + base) / 2; both spans
 * are delayed by displacement - 1 bars, as charts draw them.
 * Source: G. Hosoda 1969.
 * Warm-up: max of the periods - 1 + displacement - 1 bars. Outputs: conversion, base, spanA, spanB.
 */
export const ichimoku = defineIndicator({
  name: 'ichimoku',
  title: 'Ichimoku cloud',
  params: { conversion: bars(9), base: bars(26), span: bars(52), displacement: bars(26) },
  inputs: ['high', 'low'],
  outputs: ['conversion', 'base', 'spanA', 'spanB'],
  lookback: (p) => Math.max(p.conversion, p.base, p.span) - 1 + p.displacement - 1,
  init: (p) => ({
    conversion: { high: windowMax(p.conversion), low: windowMin(p.conversion) },
    base: { high: windowMax(p.base), low: windowMin(p.base) },
    span: { high: windowMax(p.span), low: windowMin(p.span) },
    spanA: delayLine(p.displacement - 1),
    spanB: delayLine(p.displacement - 1),
  }),
  step(state, input, output) {
    const high = input[0]!
    const low = input[1]!
    const conversion = (pushMax(state.conversion.high, high) + pushMin(state.conversion.low, low)) / 2
    const base = (pushMax(state.base.high, high) + pushMin(state.base.low, low)) / 2
    const span = (pushMax(state.span.high, high) + pushMin(state.span.low, low)) / 2
    output[0] = conversion
    output[1] = base
    output[2] = pushDelay(state.spanA, (conversion + base) / 2)
    output[3] = pushDelay(state.spanB, span)
  },
  columns(p, { inputs, outputs, start, end }) {
    const [conversion, base, spanA, spanB] = outputs as readonly [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    const delay = p.displacement - 1
    const warm = start + Math.max(p.conversion, p.base, p.span) - 1
    // A window that ends at the first row that is written begins so many rows before it.
    const midpoint = (output: Float64Array, period: number, first: number): void => {
      midpointColumn({ inputs, outputs: [output], period, start: first - period + 1, end })
    }
    midpoint(spanA, p.conversion, warm)
    midpoint(spanB, p.base, warm)
    for (let t = end - 1; t >= warm + delay; t--) spanA[t] = (spanA[t - delay]! + spanB[t - delay]!) / 2
    midpoint(spanB, p.span, warm)
    spanB.copyWithin(warm + delay, warm, end - delay)
    midpoint(conversion, p.conversion, warm + delay)
    midpoint(base, p.base, warm + delay)
    spanA.fill(Number.NaN, warm, warm + delay)
    spanB.fill(Number.NaN, warm, warm + delay)
  },
})
