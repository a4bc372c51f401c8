/**
 * What can be said of a candle by comparing two of its measures, or one with one of the candle before, so that a pattern can name what
 * its candles must be and wasm/candle-facts.ts finds the rows that fit, many at a time.
 */

/** Columns that can be compared: prices, and what candles.ts measures. */
export type Measure =
  | 'open'
  | 'high'
  | 'low'
  | 'close'
  | 'top'
  | 'bottom'
  | 'body'
  | 'upperShadow'
  | 'lowerShadow'
  | 'meanBody'
  | 'tenthOfRange'
  | 'shortShadow'
  | 'openAndEquality'
  | 'openLessEquality'
  | 'closeAndEquality'
  | 'closeLessEquality'
  | 'offMiddle'

/** A measure of a candle. */
interface Measured {
  readonly measure: Measure
  /** Candles back. */
  readonly ago: number
}

export interface Comparison {
  readonly left: Measured
  readonly right: Measured
  /** Of the right side. */
  readonly factor: number
  /** At least where true, else above. */
  readonly orEqual: boolean
}

export interface Fact {
  readonly comparison: Comparison
  /** Whether the comparison must hold or must not. */
  readonly isTrue: boolean
}

function now(measure: Measure): Measured {
  return { measure, ago: 0 }
}

function before(measure: Measure): Measured {
  return { measure, ago: 1 }
}

function above(left: Measured, right: Measured, factor = 1): Fact {
  return { comparison: { left, right, factor, orEqual: false }, isTrue: true }
}

function reaches(left: Measured, right: Measured): Fact {
  return { comparison: { left, right, factor: 1, orEqual: true }, isTrue: true }
}

function not({ comparison, isTrue }: Fact): Fact {
  return { comparison, isTrue: !isTrue }
}

export const WHITE = reaches(now('close'), now('open'))
export const BLACK = not(WHITE)
export const LONG = above(now('body'), now('meanBody'))
export const NOT_LONG = not(LONG)
export const SHORT = above(now('meanBody'), now('body'))
export const DOJI = reaches(now('tenthOfRange'), now('body'))

export const NO_UPPER = above(now('tenthOfRange'), now('upperShadow'))
export const NO_LOWER = above(now('tenthOfRange'), now('lowerShadow'))
export const SOME_UPPER = above(now('upperShadow'), now('tenthOfRange'))
export const SOME_LOWER = above(now('lowerShadow'), now('tenthOfRange'))
export const SHORT_UPPER = above(now('shortShadow'), now('upperShadow'))
export const SHORT_LOWER = above(now('shortShadow'), now('lowerShadow'))
/** The shadow is longer than the body, or than two. */
export const UPPER_OVER_BODY = above(now('upperShadow'), now('body'))
export const LOWER_OVER_BODY = above(now('lowerShadow'), now('body'))
export const UPPER_OVER_TWO = above(now('upperShadow'), now('body'), 2)
export const LOWER_OVER_TWO = above(now('lowerShadow'), now('body'), 2)

/** The body lies above or below that of the candle before. */
export const GAP_UP = above(now('bottom'), before('top'))
export const GAP_DOWN = above(before('bottom'), now('top'))
/** An end of the body does not lie beyond that of the candle before, or does, or lies inside that body. */
export const TOP_WITHIN = reaches(before('top'), now('top'))
export const BOTTOM_WITHIN = reaches(now('bottom'), before('bottom'))
export const TOP_BEYOND = not(TOP_WITHIN)
export const BOTTOM_BEYOND = not(BOTTOM_WITHIN)
export const TOP_INSIDE = above(before('top'), now('top'))
export const BOTTOM_INSIDE = above(now('bottom'), before('bottom'))
/** The body reaches to near the middle of the range: it is not off by more than nothing. */
export const AT_MIDDLE = not(above(now('offMiddle'), now('body'), 0))

/** A price lies above or below one of the candle before: the close, where none is named. */
export const HIGHER = above(now('close'), before('close'))
export const LOWER = above(before('close'), now('close'))
export const OPENS_OVER = above(now('open'), before('close'))
export const OPENS_UNDER = above(before('close'), now('open'))
export const OPENS_OVER_OPEN = above(now('open'), before('open'))
export const OPENS_UNDER_OPEN = above(before('open'), now('open'))
export const OPENS_OVER_HIGH = above(now('open'), before('high'))
export const OPENS_UNDER_LOW = above(before('low'), now('open'))
export const STAYS_OVER = above(now('low'), before('close'))
export const HIGHER_HIGH = above(now('high'), before('high'))
export const LOWER_HIGH = above(before('high'), now('high'))
export const HIGHER_LOW = above(now('low'), before('low'))
export const LOWER_LOW = above(before('low'), now('low'))
/** The close lies above or below the open of the second candle before. */
export const OVER_SECOND_OPEN = above(now('close'), { measure: 'open', ago: 2 })
export const UNDER_SECOND_OPEN = above({ measure: 'open', ago: 2 }, now('close'))
/** The open or the close is no more than equality above, or below, that of the candle before. */
export const OPENS_NOT_OVER_OPEN = reaches(before('openAndEquality'), now('open'))
export const OPENS_NOT_UNDER_OPEN = reaches(now('open'), before('openLessEquality'))
export const NOT_HIGHER = reaches(before('closeAndEquality'), now('close'))
export const NOT_LOWER = reaches(now('close'), before('closeLessEquality'))

/** Facts of a pattern's candles, at most five, the oldest first. */
export type Shape = readonly (readonly Fact[])[]

/** The shapes that a pattern can have; it is never found where none fits. Of a row that fits several the last one says the value. */
export type Shapes = readonly Shape[]

/** A fact of the candle so many candles back. */
export interface DatedFact extends Fact {
  readonly ago: number
}

/** What a measure costs, roughly: what is had for little is asked first. */
const COSTS: Readonly<Record<Measure, number>> = {
  open: 0,
  high: 0,
  low: 0,
  close: 0,
  top: 1,
  bottom: 1,
  body: 2,
  upperShadow: 2,
  lowerShadow: 2,
  meanBody: 3,
  tenthOfRange: 4,
  shortShadow: 5,
  openAndEquality: 4,
  openLessEquality: 4,
  closeAndEquality: 4,
  closeLessEquality: 4,
  offMiddle: 6,
}

function costOf({ comparison: { left, right } }: Fact): number {
  return Math.max(COSTS[left.measure], COSTS[right.measure])
}

/** The facts of a shape in the order in which to ask for them. */
export function factsOf(shape: Shape): readonly DatedFact[] {
  const dated = shape.flatMap((facts, k) => facts.map((fact) => ({ ...fact, ago: shape.length - 1 - k })))
  return dated.toSorted((one, other) => costOf(one) - costOf(other))
}
