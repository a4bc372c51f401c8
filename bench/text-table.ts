/** Tables and numbers as a person reads them. */

/** A Markdown table, padded so that it is one on a terminal too; the first column to the left, the others to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows]
  const widths = head.map((_, column) => Math.max(4, ...lines.map((line) => (line[column] ?? '').length)))
  const format = (line: readonly string[]): string => {
    const cells = widths.map((width, column) => {
      const cell = line[column] ?? ''
      return column === 0 ? cell.padEnd(width) : cell.padStart(width)
    })
    return `| ${cells.join(' | ')} |`
  }
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`,
  )
  return [format(head), `|${rule.join('|')}|`, ...rows.map(format)].join('\n')
}

/** 12,345.6 */
export function decimal(value: number, digits = 1): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

export const megabytes = (bytes: number): string => decimal(bytes / 1e6)

/** Bars a second, in millions. */
export const millionBars = (bars: number, ms: number): string => decimal(bars / ms / 1e3)

export const whole = (value: number): string => decimal(value, 0)
