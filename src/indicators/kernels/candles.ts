/**
 * The last bars as candles, and what counts as long, short or equal among them: each measure is compared with the mean of
 * the bars before it, by TA-Lib's default settings. `ago` counts back from the newest bar, 0.
 *
 * Sums of bodies and ranges over ten or five bars are made of sums of two and four, which each bar adds: nothing drifts, a
 * sum costs two additions, and the loops of wasm/candles.ts and wasm/candle-facts.ts have
 * them by the same additions.
 */

/** Bars of history that the measures need before the bar they are asked about. */
const MEAN_BARS = 10
const NEAR_BARS = 5

export interface Candles {
  readonly mask: number
  readonly opens: Float64Array
  readonly highs: Float64Array
  readonly lows: Float64Array
  readonly closes: Float64Array
  /** Sums over the last two and four bars, that of the place included. */
  readonly bodiesOfTwo: Float64Array
  readonly bodiesOfFour: Float64Array
  readonly rangesOfTwo: Float64Array
  readonly rangesOfFour: Float64Array
  /** Bars taken so far. */
  count: number
}

/** Room for a pattern of so many candles and the bars before it. */
export function createCandles(candles: number): Candles {
  let size = 16
  while (size < candles + MEAN_BARS) size *= 2
  const ring = (): Float64Array => new Float64Array(size)
  return candlesOf(size - 1, [ring(), ring(), ring(), ring()], [ring(), ring(), ring(), ring()])
}

/**
 * Candles of open, high, low and close, and the sums in the order of their fields: rings, or whole columns with a mask of -1. All
 * are made here, so that they are of one shape to the compiler.
 */
export function candlesOf(
  mask: number,
  prices: readonly Float64Array[],
  sums: readonly Float64Array[],
): Candles {
  return {
    mask,
    opens: prices[0]!,
    highs: prices[1]!,
    lows: prices[2]!,
    closes: prices[3]!,
    bodiesOfTwo: sums[0]!,
    bodiesOfFour: sums[1]!,
    rangesOfTwo: sums[2]!,
    rangesOfFour: sums[3]!,
    count: 0,
  }
}

/** Takes open, high, low and close. */
export function pushCandle(c: Candles, bar: Float64Array): void {
  const { mask, opens, highs, lows, closes, bodiesOfTwo, rangesOfTwo } = c
  const place = c.count++ & mask
  const one = (place - 1) & mask
  const two = (place - 2) & mask
  const bodies = Math.abs(closes[one]! - opens[one]!) + Math.abs(bar[3]! - bar[0]!)
  const ranges = highs[one]! - lows[one]! + (bar[1]! - bar[2]!)
  opens[place] = bar[0]!
  highs[place] = bar[1]!
  lows[place] = bar[2]!
  closes[place] = bar[3]!
  bodiesOfTwo[place] = bodies
  c.bodiesOfFour[place] = bodiesOfTwo[two]! + bodies
  rangesOfTwo[place] = ranges
  c.rangesOfFour[place] = rangesOfTwo[two]! + ranges
}

export function open(c: Candles, ago: number): number {
  return c.opens[(c.count - 1 - ago) & c.mask]!
}

export function high(c: Candles, ago: number): number {
  return c.highs[(c.count - 1 - ago) & c.mask]!
}

export function low(c: Candles, ago: number): number {
  return c.lows[(c.count - 1 - ago) & c.mask]!
}

export function close(c: Candles, ago: number): number {
  return c.closes[(c.count - 1 - ago) & c.mask]!
}

/** 1 for a white candle (close at or above open), -1 for a black one. */
export function color(c: Candles, ago: number): 1 | -1 {
  return close(c, ago) >= open(c, ago) ? 1 : -1
}

export function isWhite(c: Candles, ago: number): boolean {
  return close(c, ago) >= open(c, ago)
}

export function isBlack(c: Candles, ago: number): boolean {
  return close(c, ago) < open(c, ago)
}

export function body(c: Candles, ago: number): number {
  return Math.abs(close(c, ago) - open(c, ago))
}

export function range(c: Candles, ago: number): number {
  return high(c, ago) - low(c, ago)
}

/** Upper end of the body. */
export function top(c: Candles, ago: number): number {
  return Math.max(open(c, ago), close(c, ago))
}

/** Lower end of the body. */
export function bottom(c: Candles, ago: number): number {
  return Math.min(open(c, ago), close(c, ago))
}

export function upperShadow(c: Candles, ago: number): number {
  return high(c, ago) - top(c, ago)
}

export function lowerShadow(c: Candles, ago: number): number {
  return bottom(c, ago) - low(c, ago)
}

/** The body of `ago` lies above the body of `before`. */
export function gapsUp(c: Candles, ago: number, before: number): boolean {
  return bottom(c, ago) > top(c, before)
}

/** The body of `ago` lies below the body of `before`. */
export function gapsDown(c: Candles, ago: number, before: number): boolean {
  return top(c, ago) < bottom(c, before)
}

/** A body longer than the mean of the ten before. */
export function isLong(c: Candles, ago: number): boolean {
  return body(c, ago) > meanBody(c, ago)
}

/** A body shorter than the mean of the ten before. */
export function isShort(c: Candles, ago: number): boolean {
  return body(c, ago) < meanBody(c, ago)
}

/** A body of at most a tenth of the mean range of the ten before. */
export function isDoji(c: Candles, ago: number): boolean {
  return body(c, ago) <= tenthOfRange(c, ago)
}

/** An upper shadow shorter than a tenth of the mean range of the ten before. */
export function hasNoUpper(c: Candles, ago: number): boolean {
  return upperShadow(c, ago) < tenthOfRange(c, ago)
}

/** A lower shadow shorter than a tenth of the mean range of the ten before. */
export function hasNoLower(c: Candles, ago: number): boolean {
  return lowerShadow(c, ago) < tenthOfRange(c, ago)
}

/** A tenth of the mean range of the ten bars before: the limit of very short shadows and of dojis. */
export function tenthOfRange(c: Candles, ago: number): number {
  return 0.1 * (rangesOfTen(c, ago) / MEAN_BARS)
}

/** Half the mean of both shadows of the ten bars before: the limit of short shadows. */
export function shortShadow(c: Candles, ago: number): number {
  // What of a range is no body is shadow.
  return (rangesOfTen(c, ago) - bodiesOfTen(c, ago)) / MEAN_BARS / 2
}

/** A fifth of the mean range of the five bars before: what still is near. */
export function near(c: Candles, ago: number): number {
  return 0.2 * (rangesOfFive(c, ago) / NEAR_BARS)
}

/** Three fifths of the mean range of the five bars before: what is far. */
export function far(c: Candles, ago: number): number {
  return 0.6 * (rangesOfFive(c, ago) / NEAR_BARS)
}

/** Whether two prices are equal by the measure of bar `ago`: within a twentieth of the mean range of the five before it. */
export function areEqual(c: Candles, ago: number, pair: readonly [number, number]): boolean {
  const tolerance = equality(c, ago)
  return pair[0] <= pair[1] + tolerance && pair[0] >= pair[1] - tolerance
}

/** A twentieth of the mean range of the five bars before. */
export function equality(c: Candles, ago: number): number {
  return 0.05 * (rangesOfFive(c, ago) / NEAR_BARS)
}

function meanBody(c: Candles, ago: number): number {
  return bodiesOfTen(c, ago) / MEAN_BARS
}

function bodiesOfTen({ count, mask, bodiesOfTwo, bodiesOfFour }: Candles, ago: number): number {
  const newest = count - 2 - ago
  const eight = bodiesOfFour[(newest - 4) & mask]! + bodiesOfFour[newest & mask]!
  return bodiesOfTwo[(newest - 8) & mask]! + eight
}

function rangesOfTen({ count, mask, rangesOfTwo, rangesOfFour }: Candles, ago: number): number {
  const newest = count - 2 - ago
  const eight = rangesOfFour[(newest - 4) & mask]! + rangesOfFour[newest & mask]!
  return rangesOfTwo[(newest - 8) & mask]! + eight
}

function rangesOfFive(c: Candles, ago: number): number {
  return range(c, ago + 5) + c.rangesOfFour[(c.count - 2 - ago) & c.mask]!
}
