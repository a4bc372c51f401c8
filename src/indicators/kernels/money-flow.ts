/** Where in its range a bar closed, as a weight for its volume (M. Chaikin). */

/** ((close - low) - (high - close)) / (high - low), from -1 to 1; 0 for a bar without range. */
export function closeLocation(high: number, low: number, close: number): number {
  const range = high - low
  return range > 0 ? (close - low - (high - close)) / range : 0
}
