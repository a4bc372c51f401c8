/** What `run` and `runs show` print for a person: the equity's shape, the key figures in two columns, what to beware of, where the rest is. */
import type { MetricKey } from '../metrics/index.ts'
import { METRIC_DEFINITIONS } from '../metrics/index.ts'
import type { ReportEvidence } from './evidence.ts'
import { formatCount, formatFigure, formatMoney, formatTime, UNDEFINED_TEXT } from './format.ts'
import { contextText, countOf, periodText, plural } from './html-head.ts'
import { lookAheadText } from './look-ahead.ts'
import { sparkline } from './sparkline.ts'
import { warningsOf } from './warnings.ts'

export interface SummaryOptions {
  /** ANSI colours and weights. */
  readonly color: boolean
  /** Where the report was written, if it was. */
  readonly reportPath?: string
  /** Columns of the terminal; 80 where not known. */
  readonly width?: number
}

/** Left and right figure of each line; null leaves the place empty, an empty row parts the groups. */
const ROWS: readonly (readonly [MetricKey | null, MetricKey | null])[] = [
  ['totalReturn', 'finalEquity'],
  ['annualReturn', 'profit'],
  ['volatility', 'finalCash'],
  ['sharpe', 'maxDrawdown'],
  ['sortino', 'ulcer'],
  ['calmar', 'fees'],
  [null, null],
  ['trades', 'exposure'],
  ['winRate', 'averageLeverage'],
  ['profitFactor', 'turnover'],
  ['expectancy', 'averageHoldingMs'],
  ['averageWin', 'averageLoss'],
]

/** The rows, with dividends where there were any. */
function rowsOf({ dividends }: ReportEvidence['run']['metrics']): typeof ROWS {
  return dividends === 0
    ? ROWS
    : ROWS.flatMap((row) => (row[1] === 'fees' ? [row, [null, 'dividends'] as const] : [row]))
}

const LABEL_WIDTH = 17
const VALUE_WIDTH = 16
const GAP = '    '

export function renderSummary(evidence: ReportEvidence, options: SummaryOptions): string {
  const { run, curve, pulseOpenMs } = evidence
  const { strategy, snapshot, metrics, label } = run
  const paint = painter(options.color)
  const width = Math.max(40, Math.min(100, options.width ?? 80))
  const period = periodText({ fromMs: pulseOpenMs[0]!, toMs: pulseOpenMs[pulseOpenMs.length - 1]! })
  const bars = countOf(run, 'bars') ?? snapshot.bars
  const instruments = countOf(run, 'instruments') ?? snapshot.instruments
  const trough = metrics.drawdown === null ? '' : drawdownLine(evidence)
  const warnings = warningsOf(evidence, { isBrief: true })
  return [
    `${paint.strong(strategy.name)}${label === null ? '' : ` (${label})`}  ${paint.faint(run.runId)}`,
    paint.faint(
      `${period}, ${plural(instruments, 'instrument')}, ${plural(bars, 'bar')} of ${snapshot.interval}, snapshot ${snapshot.id}`,
    ),
    '',
    `  ${paint.tone(metrics.profit, sparkline(curve.equity, width - 4))}`,
    `  ${paint.faint(`${formatMoney(metrics.openingEquity)} to ${formatMoney(metrics.finalEquity)}${trough}`)}`,
    '',
    ...rowsOf(metrics).map(([left, right]) =>
      `  ${cell(left, run.metrics, paint)}${GAP}${cell(right, run.metrics, paint)}`.trimEnd(),
    ),
    '',
    `  ${paint.faint(contextText(run))}`,
    `  ${paint.faint(`look-ahead ${lookAheadText(run.lookAhead)}`)}`,
    ...(warnings.length === 0 ? [] : ['']),
    ...warnings.flatMap(({ text }) =>
      wrap(text, width - 4).map((line, index) => `${index === 0 ? paint.warn('!') : ' '} ${line}`),
    ),
    ...(options.reportPath === undefined ? [] : ['', `Report  ${paint.strong(options.reportPath)}`]),
    '',
  ].join('\n')
}

function drawdownLine({ run, curve, pulseOpenMs }: ReportEvidence): string {
  const { drawdown } = run.metrics
  if (drawdown === null) return ''
  const pulse = curve.timeMs.indexOf(drawdown.troughTimeMs)
  const date = pulse === -1 ? formatTime(drawdown.troughTimeMs) : formatTime(pulseOpenMs[pulse]!)
  const end =
    drawdown.recoveryTimeMs === null ? 'not recovered' : `${formatCount(drawdown.lengthPulses)} pulses long`
  return `, deepest drawdown on ${date}, ${end}`
}

function cell(key: MetricKey | null, metrics: ReportEvidence['run']['metrics'], paint: Painter): string {
  if (key === null) return ' '.repeat(LABEL_WIDTH + VALUE_WIDTH)
  const { label, unit } = METRIC_DEFINITIONS.find((definition) => definition.key === key)!
  const value = metrics[key]
  const text = formatFigure(value, unit).padStart(VALUE_WIDTH)
  const isSigned =
    key === 'totalReturn' || key === 'annualReturn' || key === 'profit' || key === 'maxDrawdown'
  const painted =
    text.trim() === UNDEFINED_TEXT ? paint.faint(text) : isSigned ? paint.tone(value ?? 0, text) : text
  return `${label.padEnd(LABEL_WIDTH)}${painted}`
}

interface Painter {
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  readonly warn: (text: string) => string
  readonly tone: (value: number, text: string) => string
}

function painter(color: boolean): Painter {
  const code = (on: number, off: number) => (text: string) =>
    color ? `\u001b[${on}m${text}\u001b[${off}m` : text
  const gain = code(32, 39)
  const loss = code(31, 39)
  return {
    strong: code(1, 22),
    faint: code(2, 22),
    warn: code(33, 39),
    tone: (value, text) => (value > 0 ? gain(text) : value < 0 ? loss(text) : text),
  }
}

/** Lines of at most `width` columns, broken at blanks; a longer word keeps its own line. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
