/**
 * The tear sheet: one file that holds all it shows. Its content security policy forbids scripts and every request, so it can be sent
 * to anyone and opened anywhere; equal evidence gives equal bytes.
 */
import type { EChartsCoreOption } from 'echarts/core'
import { type Analysis, analyse } from './analysis.ts'
import type { ChartShape } from './chart-panels.ts'
import { renderChart } from './chart-svg.ts'
import { distributionChart, equityChart, rollingChart } from './charts.ts'
import type { ReportEvidence } from './evidence.ts'
import { formatCount } from './format.ts'
import { type Html, html, trustedHtml } from './html.ts'
import { drawdownsOf, figuresOf, monthsOf, shapeOf } from './html-figures.ts'
import { headOf, plural } from './html-head.ts'
import { definitionsOf, provenanceOf, setupOf } from './html-provenance.ts'
import { openLotsTable, tradesOf } from './html-trades.ts'
import { STYLE } from './style.ts'

/** The report as one HTML document. Loads the chart library. */
export async function renderHtml(evidence: ReportEvidence): Promise<string> {
  const analysis = analyse(evidence)
  const { run } = evidence
  const charts = await drawCharts(evidence, analysis)
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="throughline">
<title>${run.strategy.name} · ${run.runId}</title>
<style>${trustedHtml(STYLE)}</style>
</head>
<body>
<main data-run="${run.runId}">
${headOf(evidence, analysis)}
<h2>Equity, drawdown, exposure</h2>
${charts.equity}
<p class="note">At the close of every pulse, drawn at the opening date of its bar. Dashed: opening equity. Shaded: the deepest drawdown, from its peak to its recovery.</p>
${monthsOf(analysis)}
${figuresOf(evidence)}
${drawdownsOf(analysis)}
<h2>Shape of returns</h2>
${charts.distribution === null ? shapeOf(analysis) : html`<div class="columns"><div>${charts.distribution}<p class="note">The outermost bars hold all that lies beyond them.${analysis.zeroReturns > 0 && ` Not drawn: ${plural(analysis.zeroReturns, 'return')} of exactly zero.`}</p></div><div>${shapeOf(analysis)}</div></div>`}
${
  charts.rolling === null
    ? null
    : html`<h2>Moving window</h2>${charts.rolling}<p class="note">Annualised over the last ${formatCount(analysis.rollingWindow)} returns. Sharpe is blank where they have no variance.</p>`
}
${tradesOf(evidence, analysis)}
${openLotsTable(evidence)}
${setupOf(evidence)}
${provenanceOf(evidence)}
${definitionsOf(evidence)}
<footer>Made by Throughline from the ledger of run ${run.runId}. This file makes no network request and runs no script.</footer>
</main>
</body>
</html>
`
  return page.html
}

interface Charts {
  readonly equity: Html
  readonly distribution: Html | null
  readonly rolling: Html | null
}

type Draw = (shape: ChartShape) => { readonly option: EChartsCoreOption; readonly height: number } | null

async function drawCharts(evidence: ReportEvidence, analysis: Analysis): Promise<Charts> {
  const equity = await bothSizes('equity', 'Equity, drawdown and gross exposure', (shape) =>
    equityChart(evidence, analysis, shape),
  )
  return {
    equity: equity ?? html``,
    distribution: await bothSizes(
      'distribution',
      'Histogram of returns',
      (shape) => distributionChart(analysis, shape),
      520,
    ),
    rolling: await bothSizes('rolling', 'Sharpe ratio and volatility of a moving window', (shape) =>
      rollingChart(evidence, analysis, shape),
    ),
  }
}

/** A chart for wide pages and one for telephones: scaling one for both would make its text too small to read. */
async function bothSizes(id: string, title: string, draw: Draw, wideWidth = 1_040): Promise<Html | null> {
  const sizes: Html[] = []
  for (const shape of [
    { width: wideWidth, isNarrow: false },
    { width: 400, isNarrow: true },
  ]) {
    const chart = draw(shape)
    if (chart === null) return null
    const name = shape.isNarrow ? 'narrow' : 'wide'
    const svg = await renderChart(chart.option, {
      id: `${id}-${name}`,
      title,
      width: shape.width,
      height: chart.height,
    })
    sizes.push(html`<div class="${name}">${trustedHtml(svg)}</div>`)
  }
  return html`<figure class="chart" style="margin:0">${sizes}</figure>`
}
