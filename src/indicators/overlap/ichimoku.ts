import { defineIndicator } from '../define.ts'
import { bars } from '../definition.ts'
import { delayLine, pushDelay } from '../kernels/delay.ts'
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
})
