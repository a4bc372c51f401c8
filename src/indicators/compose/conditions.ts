/**
 * Conditions: features that are 1 where something holds and 0 where it does not. Any feature counts as a condition: it holds
 * where it is not 0. In a documented gap of an input a condition is NaN, neither held nor not.
 */
import { createFeature } from '../define.ts'
import type { Definition } from '../definition.ts'
import type { Feature } from '../feature.ts'
import { binary, folded, type Operand, operand, ternary, unary } from './elementwise.ts'

/** a > b. */
export const above = binary('above', 'Above', (a, b) => (a > b ? 1 : a <= b ? 0 : Number.NaN))
/** a < b. */
export const below = binary('below', 'Below', (a, b) => (a < b ? 1 : a >= b ? 0 : Number.NaN))
/** low <= x <= high. */
export const between = ternary('between', 'Between, bounds included', (x, low, high) =>
  Number.isNaN(x + low + high) ? Number.NaN : x >= low && x <= high ? 1 : 0,
)
/** All hold. */
export const and = folded('and', 'All hold', (a, b) =>
  Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : a !== 0 && b !== 0 ? 1 : 0,
)
/** At least one holds. */
export const or = folded('or', 'At least one holds', (a, b) =>
  Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : a !== 0 || b !== 0 ? 1 : 0,
)
/** It does not hold. */
export const not = unary('not', 'Does not hold', (a) => (Number.isNaN(a) ? a : a === 0 ? 1 : 0))
/** `then` where the condition holds, else `otherwise`. */
export const when = ternary('when', 'One or the other', (condition, then, otherwise) =>
  Number.isNaN(condition) ? condition : condition !== 0 ? then : otherwise,
)

/** a > b now, and a <= b at the bar before. Warm-up: 1 bar more than that of a and b. */
export function crossAbove(a: Operand, b: Operand): Feature {
  return createFeature(CROSS_ABOVE, [operand(a, 'crossAbove'), operand(b, 'crossAbove')], {})
}

/** a < b now, and a >= b at the bar before. Warm-up: 1 bar more than that of a and b. */
export function crossBelow(a: Operand, b: Operand): Feature {
  return createFeature(CROSS_BELOW, [operand(a, 'crossBelow'), operand(b, 'crossBelow')], {})
}

interface CrossState {
  /** Whether it held at the bar before; NaN where nothing is known. */
  held: number
}

const CROSS_ABOVE = cross('cross-above', 'Crosses above', (a, b) => a > b)
const CROSS_BELOW = cross('cross-below', 'Crosses below', (a, b) => a < b)

function cross(name: string, title: string, holds: (a: number, b: number) => boolean): Definition {
  return Object.freeze({
    name,
    title,
    params: {},
    inputs: ['a', 'b'],
    outputs: ['value'],
    lookback: () => 1,
    init: (): CrossState => ({ held: Number.NaN }),
    step(state, input, output) {
      const a = input[0]!
      const b = input[1]!
      if (Number.isNaN(a) || Number.isNaN(b)) {
        output[0] = Number.NaN
        return
      }
      const own = state as CrossState
      const held = holds(a, b) ? 1 : 0
      output[0] = Number.isNaN(own.held) ? Number.NaN : held === 1 && own.held === 0 ? 1 : 0
      own.held = held
    },
  } satisfies Definition)
}
