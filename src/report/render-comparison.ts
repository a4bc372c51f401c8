/** Two or more runs side by side as text: a column a run, the best of each figure marked where there is one best. */
import type { Comparison, ComparisonRow } from '../metrics/index.ts'
import { formatFigure } from './format.ts'

/** Figures on which runs are compared first; the others follow with `all`. */
const KEY_FIGURES: ReadonlySet<string> = new Set([
  'finalEquity',
  'totalReturn',
  'annualReturn',
  'volatility',
  'sharpe',
  'sortino',
  'calmar',
  'maxDrawdown',
  'exposure',
  'turnover',
  'fees',
  'trades',
  'winRate',
  'profitFactor',
  'expectancy',
])

export interface ComparisonOptions {
  /** ANSI weights. */
  readonly color: boolean
  /** Every figure, not only the key ones. */
  readonly all?: boolean
}

export function renderComparison(comparison: Comparison, { color, all = false }: ComparisonOptions): string {
  const rows = comparison.rows.filter(({ key }) => all || KEY_FIGURES.has(key))
  const strong = (text: string): string => (color ? `\u001b[1m${text}\u001b[22m` : text)
  const labels = Math.max(...rows.map(({ label }) => label.length))
  const texts = rows.map((row) => row.values.map((value) => formatFigure(value, row.unit)))
  const widths = comparison.names.map((name, column) =>
    Math.max(name.length, ...texts.map((cells) => cells[column]!.length)),
  )
  const line = (row: ComparisonRow, index: number): string => {
    const cells = texts[index]!.map((text, column) => {
      const padded = text.padStart(widths[column]!)
      return row.best === column ? `${strong(padded)} *` : `${padded}  `
    })
    return `  ${row.label.padEnd(labels)}  ${cells.join(' ')}`.trimEnd()
  }
  const head = comparison.names.map((name, column) => `${name.padStart(widths[column]!)}  `).join(' ')
  return [
    `  ${' '.repeat(labels)}  ${strong(head.trimEnd())}`,
    ...rows.map(line),
    '',
    '  * the best of the runs on this figure',
    ...(comparison.hasOneContext
      ? []
      : ['  The runs differ in periods a year or risk-free rate: annualised figures do not compare.']),
    '',
  ].join('\n')
}
