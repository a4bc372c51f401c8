/** True range (Wilder 1978): the bar's range, extended to the close before. */

/** The largest of high - low, |high - previous close| and |low - previous close|. */
export function trueRange(high: number, low: number, previousClose: number): number {
  const range = high - low
  const up = Math.abs(previousClose - high)
  const down = Math.abs(previousClose - low)
  const most = up > range ? up : range
  return down > most ? down : most
}
