/** Monthly returns, all figures, drawdowns and the shape of returns. */
import { METRIC_DEFINITIONS, type MetricDefinition } from '../metrics/index.ts'
import type { Analysis } from './analysis.ts'
import type { ReportEvidence } from './evidence.ts'
import {
  formatCount,
  formatDuration,
  formatFigure,
  formatFraction,
  formatRatio,
  formatTime,
} from './format.ts'
import { type Html, html } from './html.ts'
import { toneOf } from './html-head.ts'

export const MONTHS = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const

export const GROUP_TITLES: Readonly<Record<MetricDefinition['group'], string>> = {
  return: 'Return',
  risk: 'Risk',
  activity: 'Activity',
  trade: 'Trades',
}

/** The heat map: deeper colour where the month moved more, full at the largest move shown. */
export function monthsOf({ years }: Analysis): Html {
  const moves = years.flatMap(({ months }) => months.map((value) => Math.abs(value ?? 0)))
  const largest = Math.max(...moves, Number.MIN_VALUE)
  const cell = (value: number | null, month: number): Html => {
    const name = MONTHS[month]!
    if (value === null) return html`<td class="none" data-month="${name}"></td>`
    const depth = Math.round((60 * Math.abs(value)) / largest)
    const direction = value > 0 ? 'up' : value < 0 ? 'down' : ''
    return html`<td class="${direction}" style="--depth:${depth}" data-month="${name}">${monthText(value)}</td>`
  }
  return html`<h2>Monthly returns, percent</h2>
<table class="months"><thead><tr><th>Year</th>${MONTHS.map((name) => html`<th>${name}</th>`)}<th>Total</th></tr></thead>
<tbody>${years.map(
    ({ year, months, total }) =>
      html`<tr><th>${year}</th>${months.map(cell)}<td class="total ${toneOf(total)}">${total === null ? 'n/a' : monthText(total)}</td></tr>
`,
  )}</tbody></table>
<p class="note">By UTC month of the bar's opening date, compounded; a month without a bar is empty.</p>`
}

/** Percent without its sign of percent: two digits where the month was quiet, one where it was not. */
function monthText(value: number): string {
  const percent = 100 * value
  return percent.toFixed(Math.abs(percent) < 9.995 ? 2 : 1).replace(/^-(0\.?0*)$/, '$1')
}

/** Every figure, in four groups, its definition in reach. */
export function figuresOf({ run }: ReportEvidence): Html {
  const group = (name: MetricDefinition['group']): Html => html`<section><h3>${GROUP_TITLES[name]}</h3>
<table class="pairs"><tbody>${METRIC_DEFINITIONS.filter((definition) => definition.group === name).map(
    ({ key, label, unit, definition }) =>
      html`<tr title="${definition}"><th scope="row">${label}</th><td data-metric="${key}">${formatFigure(run.metrics[key], unit)}</td></tr>
`,
  )}</tbody></table></section>`
  return html`<h2>Figures</h2>
<div class="columns">${group('return')}${group('risk')}${group('activity')}${group('trade')}</div>
<p class="note">n/a: not defined for this run, such as a ratio without variance or a mean without trades. Money is in account currency.</p>`
}

export function drawdownsOf({ drawdowns, drawdownCount }: Analysis): Html {
  if (drawdowns.length === 0) {
    return html`<h2>Drawdowns</h2><p>Equity was never below a former peak.</p>`
  }
  return html`<h2>Drawdowns</h2>
<div class="scroll"><table><thead><tr><th>Depth</th><th>Peak</th><th>Trough</th><th>Recovered</th><th class="extra">Pulses</th><th class="extra">To trough</th><th class="extra">Time</th></tr></thead>
<tbody>${drawdowns.map(
    (drawdown) =>
      html`<tr><td class="loss">${formatFraction(drawdown.depth)}</td><td>${formatTime(drawdown.peakMs)}</td><td>${formatTime(drawdown.troughMs)}</td><td>${drawdown.recoveryMs === null ? 'not yet' : formatTime(drawdown.recoveryMs)}</td><td class="extra">${formatCount(drawdown.lengthPulses)}</td><td class="extra">${formatCount(drawdown.pulsesToTrough)}</td><td class="extra">${formatDuration(drawdown.lengthMs)}</td></tr>
`,
  )}</tbody></table></div>
<p class="note">The deepest ${drawdowns.length} of ${formatCount(drawdownCount)}, each from its peak to the first pulse at or above it. Dates are opening dates of bars.</p>`
}

/** The numbers beside the histogram. */
export function shapeOf({ distribution }: Analysis): Html {
  if (distribution === null) return html`<p class="note">Shown from 20 returns on, if all are defined.</p>`
  const row = (label: string, value: string, title: string): Html =>
    html`<tr title="${title}"><th scope="row">${label}</th><td>${value}</td></tr>
`
  return html`<table class="pairs"><tbody>
${row('Mean', formatFraction(distribution.mean), 'Mean return of a period')}
${row('Median', formatFraction(distribution.median), 'Half of the returns are below it')}
${row('Standard deviation', formatFraction(distribution.deviation), 'Of a sample, per period')}
${row('Skewness', formatRatio(distribution.skewness), 'Third standardised moment')}
${row('Excess kurtosis', formatRatio(distribution.excessKurtosis), 'Fourth standardised moment less 3')}
${row('Value at risk, 95%', formatFraction(distribution.valueAtRisk95), 'The 5% quantile of returns, linear between ranks')}
${row('Expected shortfall, 95%', formatFraction(distribution.expectedShortfall95), 'Mean of the returns below it')}
${row('Omega', formatRatio(distribution.omega), 'Sum of gains over sum of losses')}
</tbody></table>`
}
