/** How the run was set, where every number comes from, how to run and verify it again, and what each figure is. */
import { METRIC_DEFINITIONS } from '../metrics/index.ts'
import type { JsonObject } from '../model/index.ts'
import { rerunCommand, verifyCommand } from './commands.ts'
import type { ReportEvidence, RunSummary } from './evidence.ts'
import { formatCount, formatDuration, formatFraction, formatMoney, formatTime } from './format.ts'
import { type Html, html } from './html.ts'
import { contextText, plural } from './html-head.ts'
import { lookAheadLines } from './look-ahead.ts'
import { describePlace } from './warnings.ts'

type Fact = readonly [string, string | Html]

function facts(rows: readonly Fact[]): Html {
  return html`<table class="pairs facts"><tbody>${rows.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>
`,
  )}</tbody></table>`
}

const hash = (text: string): Html => html`<span class="hash">${text}</span>`

const PRICE_VIEWS = {
  raw: 'raw',
  split: 'adjusted for splits',
  'total-return': 'adjusted for splits and dividends (total return)',
} as const

/** Name and text of every setting that decides the result. */
export function settingsOf(run: RunSummary): readonly (readonly [string, string])[] {
  const { config } = run
  const { slice } = config
  const list = (items: readonly string[], none: string): string =>
    items.length === 0 ? none : items.join(', ')
  return [
    ['Opening cash', formatMoney(config.openingCash)],
    [
      'Costs',
      list(
        config.costs.map(({ kind, value }) => `${kind}=${value}`),
        'none',
      ),
    ],
    [
      'Risk chain',
      list(
        config.risk.map((rule) => ('weight' in rule ? `${rule.kind}=${rule.weight}` : rule.kind)),
        'none',
      ),
    ],
    ['Fill rule', config.fillRule],
    ['Credit', config.credit],
    ['Close at end', config.closeAtEnd ? 'yes' : 'no'],
    ['Seed', String(config.seed)],
    ['From', slice.fromMs === null ? 'first bar' : formatTime(slice.fromMs)],
    ['To (exclusive)', slice.toMs === null ? 'after the last bar' : formatTime(slice.toMs)],
    ['Instruments', slice.instruments === null ? 'all of the snapshot' : slice.instruments.join(', ')],
    ...(slice.adjust === undefined ? [] : ([['Prices', PRICE_VIEWS[slice.adjust]]] as const)),
    ['Metric context', contextText(run)],
  ]
}

export function setupOf({ run }: ReportEvidence): Html {
  const params = Object.entries(run.params).map(
    ([name, value]): Fact => [
      name,
      html`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`,
    ],
  )
  return html`<h2>Setup</h2>
<div class="columns"><section><h3>Parameters</h3>${params.length === 0 ? html`<p>The strategy has none.</p>` : facts(params)}</section>
<section><h3>Execution</h3>${facts(settingsOf(run))}</section></div>`
}

export function provenanceOf({ run }: ReportEvidence): Html {
  const { snapshot, strategy, counts, timing } = run
  const packages = strategy.packages.map(({ name, version }) => `${name} ${version}`)
  return html`<h2>Provenance</h2>
${facts([
  ['Run', html`<code>${run.runId}</code>`],
  ['Recorded', formatTime(Math.floor(run.createdMs / 1_000) * 1_000)],
  ['Identity', hash(run.identity)],
  ['Ledger', hash(run.ledgerHash)],
  [
    'Snapshot',
    html`${snapshot.id}, ${plural(snapshot.instruments, 'instrument')}, ${plural(snapshot.bars, 'bar')} of ${snapshot.interval}, opening ${formatTime(snapshot.fromMs)} to ${formatTime(snapshot.toMs)}<br>${hash(snapshot.hash)}`,
  ],
  ['Strategy', html`${strategy.name}, tier ${strategy.tier}<br>${hash(strategy.hash)}`],
  ['Packages', packages.length === 0 ? 'none' : packages.join(', ')],
  ['Engine', run.config.engineVersion],
  [
    'Look-ahead proof',
    html`${lookAheadLines(run.lookAhead).map((line, n) => html`${n > 0 && html`<br>`}${line}`)}`,
  ],
  ['Counts', countText(counts)],
  ['Time spent', timingText(timing)],
])}
<h3>Findings in the data</h3>
${snapshot.findings.length === 0 ? html`<p>None.</p>` : findingsTable(snapshot.findings)}
<h3>Verify it, run it again</h3>
<pre class="command">${verifyCommand(run)}
${rerunCommand(run)}</pre>
<p class="note">The first checks every byte of the ledger against its hash chain, and the identity and money against it. The second gives the same ledger hash from the same strategy file.</p>
<details><summary>Strategy source, as it ran</summary><div><pre>${strategy.source}</pre></div></details>`
}

function findingsTable(findings: RunSummary['snapshot']['findings']): Html {
  return html`<div class="scroll"><table><thead><tr><th>Code</th><th class="word">Severity</th><th>Count</th><th class="text">First example</th></tr></thead>
<tbody>${findings.map(({ code, severity, count, examples }) => {
    const example = examples[0]
    return html`<tr><td>${code}</td><td class="word">${severity}</td><td>${formatCount(count)}</td><td class="text">${example === undefined ? '' : `${describePlace(example)}: ${example.text}`}</td></tr>
`
  })}</tbody></table></div>`
}

/** Stored documents sort their keys: here they come in the order of the work, what is not known of last. */
const COUNTS = 'instruments pulses bars decisions orders denied expired fills trades events'.split(' ')
const PHASES = 'loadMs readMs featuresMs loopMs ledgerMs storeMs totalMs'.split(' ')

function numbersOf(document: JsonObject, order: readonly string[]): (readonly [string, number])[] {
  const known = order.filter((name) => name in document)
  const others = Object.keys(document).filter((name) => !order.includes(name))
  return [...known, ...others].flatMap((name) => {
    const value = document[name]
    return typeof value === 'number' ? [[name, value] as const] : []
  })
}

export function countText(counts: JsonObject): string {
  return numbersOf(counts, COUNTS)
    .map(([name, count]) => (count === 1 ? `1 ${name.replace(/s$/, '')}` : `${formatCount(count)} ${name}`))
    .join(', ')
}

function timingText(timing: JsonObject): string {
  return numbersOf(timing, PHASES)
    .map(([name, ms]) => `${name.replace(/Ms$/, '')} ${spentText(ms)}`)
    .join(', ')
}

function spentText(ms: number): string {
  return ms < 1_000 ? `${formatCount(ms)} ms` : formatDuration(ms)
}

export function definitionsOf({ run }: ReportEvidence): Html {
  const rate = formatFraction(run.metricContext.riskFreeRate)
  return html`<h2>Definitions</h2>
<dl class="terms">${METRIC_DEFINITIONS.map(
    ({ label, definition }) => html`<dt>${label}</dt><dd>${definition}</dd>
`,
  )}</dl>
<p class="note">Returns are per pulse, from the opening equity on. The risk-free rate of ${rate} a year is compounded per period. Windows, heat map and histogram are drawn from the same returns.</p>`
}
