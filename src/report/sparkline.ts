/** A line of block characters, one a column, from the lowest value to the highest. */

const BLOCKS = '▁▂▃▄▅▆▇█'

/**
 * Each of `width` columns shows the last value of its stretch, so that the last column is where the series ends. Fewer columns where
 * there are fewer values; values that are not finite leave a blank; a flat series is drawn at mid height.
 */
export function sparkline(values: ArrayLike<number>, width: number): string {
  const columns = Math.min(width, values.length)
  const shown = Array.from({ length: columns }, (_, n) => {
    return values[Math.ceil(((n + 1) * values.length) / columns) - 1]!
  })
  const finite = shown.filter(Number.isFinite)
  const low = Math.min(...finite)
  const span = Math.max(...finite) - low
  return shown
    .map((value) => {
      if (!Number.isFinite(value)) return ' '
      const level = span === 0 ? 3 : Math.min(7, Math.floor((8 * (value - low)) / span))
      return BLOCKS[level]
    })
    .join('')
}
