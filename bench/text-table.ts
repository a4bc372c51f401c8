/** Tables and numbers as a person reads them. */

/** Columns padded to their widest cell; the first to the left, the others to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  const format = (line: readonly string[]): string =>
    widths
      .map((width, column) => {
        const cell = line[column] ?? ''
        return column === 0 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join('  ')
      .trimEnd()
  return [format(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(format)].join('\n')
}

/** 12,345.6 */
export function decimal(value: number, digits = 1): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

export const megabytes = (bytes: number): string => decimal(bytes / 1e6)

/** Bars a second, in millions. */
export const millionBars = (bars: number, ms: number): string => decimal(bars / ms / 1e3)

export const whole = (value: number): string => decimal(value, 0)
