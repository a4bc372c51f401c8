/** True range (Wilder 1978): the bar's range, extended to the close before. */

/** The largest of high - low, |high - previous close| and |low - previous close|; NaN where there is no close before. */
export function trueRange(high: number, low: number, previousClose: number): number {
  const range = high - low
  const up = Math.abs(previousClose - high)
  const down = Math.abs(previousClose - low)
  const most = range >= up ? range : up
  return most >= down ? most : down
}
