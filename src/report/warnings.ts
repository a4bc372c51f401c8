/** What a reader must know before he believes a figure, most serious first. */
import type { ReportEvidence, ReportFinding } from './evidence.ts'
import { formatCount, formatTime } from './format.ts'

export interface Warning {
  readonly code: string
  readonly text: string
}

export type WarningInput = Pick<ReportEvidence, 'run' | 'trades' | 'openLots'>

/** With `isBrief` one warning says what was found in a snapshot, where it was more than two things. */
export function warningsOf({ run, trades, openLots }: WarningInput, { isBrief = false } = {}): Warning[] {
  const { config, metrics, metricContext, snapshot, strategy, counts, lookAhead } = run
  const warnings: Warning[] = []
  const warn = (code: string, text: string): number => warnings.push({ code, text })
  const [leak] = lookAhead?.leaks ?? []
  if (leak !== undefined)
    warn('LOOKS_AHEAD', `The strategy looks ahead: no figure of it can be had live. ${leak.text}`)
  if (counts['halted'] !== undefined) {
    warn(
      'HALTED',
      'The run ended before its bars did, at a bar that is missing: its ledger says which (event `halted`).',
    )
  }
  if (metrics.ruinTimeMs !== null) {
    warn(
      'RUIN',
      `Equity was not above zero at ${formatTime(metrics.ruinTimeMs)}: ratios of returns are undefined.`,
    )
  }
  if (config.fillRule === 'same-close') {
    warn(
      'SAME_CLOSE',
      'Decisions fill at the close they were made on (same-close): optimistic, and refused by gates.',
    )
  }
  if (config.costs.length === 0) warn('NO_COSTS', 'The run is without costs: no spread, slippage or fee.')
  if (config.credit === 'unlimited') {
    warn('UNLIMITED_CREDIT', 'Credit is unlimited: orders were filled whether or not cash could carry them.')
  }
  if (trades.some(({ side }) => side === 'short') || openLots.some(({ quantity }) => quantity < 0)) {
    warn('NO_BORROW_FEE', 'Short positions were held, and no fee for borrowing is charged in this version.')
  }
  const years = metrics.periods / metricContext.periodsPerYear
  if (metrics.annualReturn !== null && years < 1) {
    warn(
      'SHORT_RUN',
      `The run covers ${formatCount(metrics.periods)} periods, ${years.toFixed(2)} years: annual figures extrapolate it.`,
    )
  }
  const splits = counts['splits']
  if (typeof splits === 'number') warn('RAW_SPLITS', rawSplitsText(splits))
  const denied = counts['denied']
  if (typeof denied === 'number' && denied > 0) {
    warn('DENIED', `${formatCount(denied)} ${denied === 1 ? 'order was' : 'orders were'} denied.`)
  }
  if (isBrief && snapshot.findings.length > 2) {
    warn('FINDINGS', findingsText(snapshot.findings, snapshot.id))
  } else {
    for (const finding of snapshot.findings) warn(finding.code, findingText(finding, snapshot.id))
  }
  if (strategy.tier > 1) {
    warn(
      'TIER',
      `The strategy is of tier ${strategy.tier}: it also needs npm packages or ambient randomness to run again.`,
    )
  }
  if (openLots.length > 0) {
    warn(
      'OPEN_LOTS',
      `${formatCount(openLots.length)} ${openLots.length === 1 ? 'lot is' : 'lots are'} open at the end, marked at the last close: no trade counts them.`,
    )
  }
  return warnings
}

function rawSplitsText(splits: number): string {
  const lie = splits === 1 ? 'a split lies' : `${formatCount(splits)} splits lie`
  return `Prices are raw and ${lie} in them: prices jump there, and so does every feature whose window spans one. Fills, positions and lots are in the units of the day; --adjust split gives features one basis.`
}

function findingText({ code, severity, count, examples }: ReportFinding, snapshot: string): string {
  const example = examples[0]
  const place = example === undefined ? '' : `, the first ${describePlace(example)}: ${example.text}`
  // Some findings ask.
  const end = place.endsWith('?') ? '' : '.'
  return `Snapshot '${snapshot}' has ${formatCount(count)} x ${code} (${severity})${place}${end}`
}

function findingsText(findings: readonly ReportFinding[], snapshot: string): string {
  const all = findings.map(({ code, count }) => `${formatCount(count)} x ${code}`).join(', ')
  return `Snapshot '${snapshot}' was sealed with findings: ${all}. See throughline snapshot show ${snapshot}.`
}

export function describePlace(example: ReportFinding['examples'][number]): string {
  const file =
    example.file === null ? null : example.line === null ? example.file : `${example.file}:${example.line}`
  return [file, example.instrument, example.time].filter((part) => part !== null).join(' ')
}
