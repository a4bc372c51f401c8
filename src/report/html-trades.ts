/** Trades: by side, by instrument, the ones to look at, all of them up to a limit, and what is still open. */
import type { Trade } from '../ledger/index.ts'
import { type Analysis, TRADE_LIMIT, type TradeGroup } from './analysis.ts'
import type { ReportEvidence } from './evidence.ts'
import {
  formatCount,
  formatDuration,
  formatFraction,
  formatMoney,
  formatPlain,
  formatPrice,
  formatRatio,
  formatTime,
} from './format.ts'
import { type Html, html } from './html.ts'
import { toneOf } from './html-head.ts'

export function tradesOf({ trades, run }: ReportEvidence, analysis: Analysis): Html {
  if (trades.length === 0) return html`<h2>Trades</h2><p>No round trip was closed.</p>`
  const { picks, sides, instruments, instrumentCount } = analysis
  const isPartial = instruments.length < instrumentCount
  return html`<h2>Trades</h2>
<p class="note">${formatCount(trades.length)} closed round trips, first in first out. Net is gross less this trade's share of both fees${hasDividends(trades) && html`, and with the dividends that it received`}.</p>
<h3>By side</h3>${groupTable('Side', sides)}
${instrumentCount > 1 && html`<h3>By instrument</h3>${groupTable('Instrument', instruments)}${isPartial && html`<p class="note">The best and the worst ten of ${formatCount(instrumentCount)} by net.</p>`}`}
<h3>Best</h3>${tradeTable(picks.best)}
<h3>Worst</h3>${tradeTable(picks.worst)}
${
  trades.length > TRADE_LIMIT
    ? html`<h3>First</h3>${tradeTable(picks.first)}<h3>Last</h3>${tradeTable(picks.last)}`
    : null
}
<details><summary>${trades.length > TRADE_LIMIT ? `The first ${formatCount(TRADE_LIMIT)} of ${formatCount(trades.length)} trades` : `All ${formatCount(trades.length)} trades`}</summary>
<div class="scroll">${tradeTable(trades.slice(0, TRADE_LIMIT))}</div></details>
${trades.length > TRADE_LIMIT && html`<p class="note">A report lists at most ${formatCount(TRADE_LIMIT)}. All of them: <code>throughline runs export ${run.runId} --what trades --format csv --out trades.csv</code></p>`}`
}

function groupTable(title: string, groups: readonly TradeGroup[]): Html {
  return html`<div class="scroll"><table><thead><tr><th>${title}</th><th>Trades</th><th>Win rate</th><th class="extra">Gross</th><th class="extra">Fees</th><th>Net</th><th class="extra">Mean net</th><th class="extra">Profit factor</th><th class="extra">Mean holding</th></tr></thead>
<tbody>${groups.map(
    ({ name, statistics }) =>
      html`<tr><td>${name}</td><td>${formatCount(statistics.count)}</td><td>${formatFraction(statistics.winRate)}</td><td class="extra">${formatMoney(statistics.gross)}</td><td class="extra">${formatMoney(statistics.fees)}</td><td class="${toneOf(statistics.net)}">${formatMoney(statistics.net)}</td><td class="extra">${formatMoney(statistics.expectancy)}</td><td class="extra">${formatRatio(statistics.profitFactor)}</td><td class="extra">${formatDuration(statistics.averageHoldingMs)}</td></tr>
`,
  )}</tbody></table></div>`
}

/** Whether a column of dividends would say anything. */
function hasDividends(trades: readonly Trade[]): boolean {
  return trades.some(({ dividends }) => dividends !== 0)
}

function tradeTable(trades: readonly Trade[]): Html {
  const paid = hasDividends(trades)
  return html`<div class="scroll"><table><thead><tr><th>Instrument</th><th class="word extra">Side</th><th class="extra">Quantity</th><th>Entry</th><th class="extra">Price</th><th>Exit</th><th class="extra">Price</th><th class="extra">Gross</th><th class="extra">Fees</th>${paid && html`<th class="extra">Dividends</th>`}<th>Net</th></tr></thead>
<tbody>${trades.map(
    (trade) =>
      html`<tr><td>${trade.instrument}</td><td class="word extra">${trade.side}</td><td class="extra">${formatPlain(trade.quantity)}</td><td>${formatTime(trade.entryTimeMs)}</td><td class="extra">${formatPrice(trade.entryPrice)}</td><td>${formatTime(trade.exitTimeMs)}</td><td class="extra">${formatPrice(trade.exitPrice)}</td><td class="extra">${formatMoney(trade.gross)}</td><td class="extra">${formatMoney(trade.fees)}</td>${paid && html`<td class="extra">${formatMoney(trade.dividends)}</td>`}<td class="${toneOf(trade.net)}">${formatMoney(trade.net)}</td></tr>
`,
  )}</tbody></table></div>`
}

const LOTS_SHOWN = 50

export function openLotsTable({ openLots }: ReportEvidence): Html | null {
  if (openLots.length === 0) return null
  return html`<h3>Open at the end</h3>
<div class="scroll"><table><thead><tr><th>Instrument</th><th>Quantity</th><th>Opened</th><th>Price</th><th class="extra">Fee carried</th></tr></thead>
<tbody>${openLots.slice(0, LOTS_SHOWN).map(
    (lot) =>
      html`<tr><td>${lot.instrument}</td><td>${formatPlain(lot.quantity)}</td><td>${formatTime(lot.timeMs)}</td><td>${formatPrice(lot.price)}</td><td class="extra">${formatMoney(lot.fee)}</td></tr>
`,
  )}</tbody></table></div>
<p class="note">${openLots.length > LOTS_SHOWN ? `${LOTS_SHOWN} of ${formatCount(openLots.length)} lots. ` : ''}They are marked at the last close and are in no trade.</p>`
}
