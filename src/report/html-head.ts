/** The top of the page: what was run, on what, over which period, what to beware of, and the eight figures first asked for. */
import type { Analysis } from './analysis.ts'
import type { ReportEvidence, RunSummary } from './evidence.ts'
import { formatCount, formatFraction, formatMoney, formatRatio, formatTime } from './format.ts'
import { type Html, html } from './html.ts'

export function headOf({ run }: ReportEvidence, analysis: Analysis): Html {
  const { strategy, snapshot, label, config } = run
  const instruments = countOf(run, 'instruments') ?? snapshot.instruments
  return html`<header>
<div class="kind">Throughline run report</div>
<h1>${strategy.name}</h1>
<p class="sub">${label === null ? '' : `${label} · `}${periodText(analysis)} · ${plural(instruments, 'instrument')} · ${snapshot.interval} bars · snapshot ${snapshot.id}</p>
<ul class="badges"><li>tier ${strategy.tier}</li><li>fills at ${config.fillRule}</li><li>${costText(run)}</li><li>${contextText(run)}</li></ul>
</header>
${analysis.warnings.length > 0 && html`<ul class="warnings" aria-label="Warnings">${analysis.warnings.map(({ text, code }) => html`<li data-code="${code}">${text}</li>`)}</ul>`}
${tilesOf(run)}`
}

function tilesOf({ metrics, metricContext }: RunSummary): Html {
  const { openingEquity, drawdown, fees } = metrics
  const tile = (label: string, value: string, note: string, sign: number | null = null): Html =>
    html`<div class="tile"><dt>${label}</dt><dd class="${toneOf(sign)}${value.length > 11 ? ' long' : ''}">${value}<small>${note}</small></dd></div>`
  const trough =
    drawdown === null ? 'never below a peak' : `${formatCount(drawdown.lengthPulses)} pulses long`
  return html`<dl class="tiles">
${tile('Total return', formatFraction(metrics.totalReturn), `profit ${formatMoney(metrics.profit)}`, metrics.totalReturn)}
${tile('Annual return', formatFraction(metrics.annualReturn), 'geometric', metrics.annualReturn)}
${tile('Sharpe', formatRatio(metrics.sharpe), `Sortino ${formatRatio(metrics.sortino)}`)}
${tile('Max drawdown', formatFraction(metrics.maxDrawdown), trough, metrics.maxDrawdown)}
${tile('Volatility', formatFraction(metrics.volatility), `${formatPeriods(metricContext.periodsPerYear)} periods a year`)}
${tile('Final equity', wholeMoney(metrics.finalEquity), `from ${formatMoney(openingEquity)}`)}
${tile('Trades', formatCount(metrics.trades), `win rate ${formatFraction(metrics.winRate)}`)}
${tile('Profit factor', formatRatio(metrics.profitFactor), `fees ${formatMoney(fees)}`)}
</dl>`
}

/** From a million on, cents are left to the table of figures. */
function wholeMoney(value: number): string {
  return Math.abs(value) >= 1e6 ? formatCount(value) : formatMoney(value)
}

/** The class of a signed figure. */
export function toneOf(value: number | null): string {
  return value === null || value === 0 ? '' : value > 0 ? 'gain' : 'loss'
}

export function periodText({ fromMs, toMs }: Pick<Analysis, 'fromMs' | 'toMs'>): string {
  return `${formatTime(fromMs)} to ${formatTime(toMs)}`
}

function costText({ config }: Pick<RunSummary, 'config'>): string {
  return config.costs.length === 0
    ? 'no costs'
    : config.costs.map(({ kind, value }) => `${kind} ${value}`).join(', ')
}

export function contextText({ metricContext }: Pick<RunSummary, 'metricContext'>): string {
  const { periodsPerYear, riskFreeRate, calendar, source } = metricContext
  return `${formatPeriods(periodsPerYear)} periods a year (${calendar}, ${source}), risk-free ${formatFraction(riskFreeRate)}`
}

export function countOf({ counts }: Pick<RunSummary, 'counts'>, name: string): number | null {
  const count = counts[name]
  return typeof count === 'number' ? count : null
}

export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

function formatPeriods(periodsPerYear: number): string {
  return Number.isInteger(periodsPerYear) ? formatCount(periodsPerYear) : formatRatio(periodsPerYear)
}
