/**
 * Fewer points that draw the same line: each bucket of pulses keeps its lowest and its highest value, in their order, so no
 * extreme is ever lost and a curve of millions of pulses costs as many points as the chart has pixels.
 */

/** Ascending indexes into `values`: first, last, and the extremes of each of `buckets` equal stretches. */
export function sampleExtremes(values: Float64Array, buckets: number): Uint32Array {
  const length = values.length
  if (length <= 2 * buckets + 2) return Uint32Array.from(values, (_, n) => n)
  const kept = new Uint32Array(2 * buckets + 2)
  let count = 0
  const keep = (index: number): void => {
    if (count === 0 || kept[count - 1]! < index) kept[count++] = index
  }
  keep(0)
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = Math.floor((bucket * length) / buckets)
    const end = Math.floor(((bucket + 1) * length) / buckets)
    let low = start
    let high = start
    for (let n = start + 1; n < end; n++) {
      if (values[n]! < values[low]!) low = n
      if (values[n]! > values[high]!) high = n
    }
    keep(Math.min(low, high))
    keep(Math.max(low, high))
  }
  keep(length - 1)
  return kept.slice(0, count)
}

/** At most `points` indexes from `first` to `last` (inclusive), evenly spaced, both ends among them. */
export function sampleEvenly(first: number, last: number, points: number): Uint32Array {
  const span = last - first
  if (span < points) return Uint32Array.from({ length: span + 1 }, (_, n) => first + n)
  return Uint32Array.from({ length: points }, (_, n) => first + Math.round((n * span) / (points - 1)))
}
