/** The report as Markdown, for a pull request, a wiki, a notebook: the same figures as the HTML page, without charts. */
import type { Trade } from '../ledger/index.ts'
import { METRIC_DEFINITIONS, type MetricDefinition } from '../metrics/index.ts'
import { type Analysis, analyse, type TradeGroup } from './analysis.ts'
import { rerunCommand, verifyCommand } from './commands.ts'
import type { ReportEvidence } from './evidence.ts'
import {
  formatCount,
  formatDuration,
  formatFigure,
  formatFraction,
  formatMoney,
  formatPlain,
  formatPrice,
  formatRatio,
  formatTime,
} from './format.ts'
import { GROUP_TITLES, MONTHS } from './html-figures.ts'
import { periodText, plural } from './html-head.ts'
import { countText, settingsOf } from './html-provenance.ts'
import { lookAheadLines } from './look-ahead.ts'
import { sparkline } from './sparkline.ts'

export function renderMarkdown(evidence: ReportEvidence): string {
  const analysis = analyse(evidence)
  const { run, curve } = evidence
  const { snapshot } = run
  return [
    `# ${escapeText(run.strategy.name)}${run.label === null ? '' : ` (${escapeText(run.label)})`}`,
    `${periodText(analysis)}, ${plural(snapshot.instruments, 'instrument')}, ${snapshot.interval} bars, snapshot ${escapeText(snapshot.id)}`,
    code(sparkline(curve.equity, 72)),
    analysis.warnings.map(({ text }) => `> **Note:** ${escapeText(text)}`).join('\n>\n'),
    '## Figures',
    figures(evidence),
    '## Monthly returns, percent',
    months(analysis),
    '## Drawdowns',
    drawdowns(analysis),
    '## Trades',
    trades(evidence, analysis),
    '## Setup',
    table(
      ['Setting', 'Value'],
      [
        ...Object.entries(run.params).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
        ...settingsOf(run).map(([name, value]) => [name, value]),
      ],
    ),
    '## Provenance',
    provenance(evidence),
    code(run.strategy.source),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
    .concat('\n')
}

function figures({ run }: ReportEvidence): string {
  const rows = (group: MetricDefinition['group']): string[][] =>
    METRIC_DEFINITIONS.filter((definition) => definition.group === group).map(
      ({ key, label, unit, definition }) => [label, formatFigure(run.metrics[key], unit), definition],
    )
  return (Object.keys(GROUP_TITLES) as MetricDefinition['group'][])
    .map((group) => table([GROUP_TITLES[group], '', 'What it is'], rows(group), [1]))
    .join('\n\n')
}

function months({ years }: Analysis): string {
  const percent = (value: number | null): string => (value === null ? '' : (100 * value).toFixed(2))
  return table(
    ['Year', ...MONTHS, 'Total'],
    years.map(({ year, months, total }) => [String(year), ...months.map(percent), percent(total)]),
    Array.from({ length: 13 }, (_, column) => column + 1),
  )
}

function drawdowns({ drawdowns, drawdownCount }: Analysis): string {
  if (drawdowns.length === 0) return 'Equity was never below a former peak.'
  const rows = drawdowns.map((drawdown) => [
    formatFraction(drawdown.depth),
    formatTime(drawdown.peakMs),
    formatTime(drawdown.troughMs),
    drawdown.recoveryMs === null ? 'not yet' : formatTime(drawdown.recoveryMs),
    formatCount(drawdown.lengthPulses),
  ])
  return `${table(['Depth', 'Peak', 'Trough', 'Recovered', 'Pulses'], rows, [0, 4])}\n\nThe deepest ${drawdowns.length} of ${formatCount(drawdownCount)}; dates are opening dates of bars.`
}

function trades({ trades, openLots, run }: ReportEvidence, analysis: Analysis): string {
  if (trades.length === 0) return 'No round trip was closed.'
  const blocks = [
    groupTable('Side', analysis.sides),
    analysis.instrumentCount > 1 ? groupTable('Instrument', analysis.instruments) : '',
    analysis.instruments.length < analysis.instrumentCount
      ? `The best and the worst ten of ${formatCount(analysis.instrumentCount)} instruments by net.`
      : '',
    '### Best',
    tradeTable(analysis.picks.best),
    '### Worst',
    tradeTable(analysis.picks.worst),
    `All ${formatCount(trades.length)} trades: \`throughline runs export ${run.runId} --what trades --format csv --out trades.csv\`.`,
    openLots.length === 0
      ? ''
      : `${plural(openLots.length, 'lot')} open at the end, marked at the last close.`,
  ]
  return blocks.filter((block) => block !== '').join('\n\n')
}

function groupTable(title: string, groups: readonly TradeGroup[]): string {
  const rows = groups.map(({ name, statistics }) => [
    name,
    formatCount(statistics.count),
    formatFraction(statistics.winRate),
    formatMoney(statistics.net),
    formatMoney(statistics.expectancy),
    formatRatio(statistics.profitFactor),
    formatDuration(statistics.averageHoldingMs),
  ])
  const columns = [title, 'Trades', 'Win rate', 'Net', 'Mean net', 'Profit factor', 'Mean holding']
  return table(columns, rows, [1, 2, 3, 4, 5, 6])
}

function tradeTable(picked: readonly Trade[]): string {
  const rows = picked.map((trade) => [
    trade.instrument,
    trade.side,
    formatPlain(trade.quantity),
    formatTime(trade.entryTimeMs),
    formatPrice(trade.entryPrice),
    formatTime(trade.exitTimeMs),
    formatPrice(trade.exitPrice),
    formatMoney(trade.net),
  ])
  const columns = ['Instrument', 'Side', 'Quantity', 'Entry', 'Price', 'Exit', 'Price', 'Net']
  return table(columns, rows, [2, 4, 6, 7])
}

function provenance({ run }: ReportEvidence): string {
  const { snapshot, strategy } = run
  const rows = [
    ['Run', run.runId],
    ['Identity', run.identity],
    ['Ledger', run.ledgerHash],
    ['Snapshot', `${snapshot.id} ${snapshot.hash}`],
    ['Strategy', `${strategy.name}, tier ${strategy.tier}, ${strategy.hash}`],
    ['Packages', strategy.packages.map(({ name, version }) => `${name} ${version}`).join(', ') || 'none'],
    ['Engine', run.config.engineVersion],
    ['Look-ahead proof', lookAheadLines(run.lookAhead).join('; ')],
    ['Counts', countText(run.counts)],
  ]
  return `${table(['What', 'Value'], rows)}\n\n${code(`${verifyCommand(run)}\n${rerunCommand(run)}`)}`
}

/** Columns named in `right` hold numbers. */
function table(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeText).join(' | ')} |`
  const rule = columns.map((_, index) => (right.includes(index) ? '---:' : '---')).join(' | ')
  return [line(columns), `| ${rule} |`, ...rows.map(line)].join('\n')
}

/** A user's text on one line, with nothing in it that Markdown or HTML would act on. */
function escapeText(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>|~#&]/g, (char) => (char === '<' ? '&lt;' : char === '&' ? '&amp;' : `\\${char}`))
    .replace(/\s*[\r\n]+\s*/g, ' ')
}

/** A fenced block whose fence is longer than any in the text. */
function code(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text.replace(/\n$/, '')}\n${fence}`
}
