export { TRADE_LIMIT } from './analysis.ts'
export {
  type ReportConfig,
  type ReportEvidence,
  type ReportFinding,
  type ReportSnapshot,
  type ReportStrategy,
  type RunSummary,
  reportEvidence,
} from './evidence.ts'
export {
  formatCount,
  formatDuration,
  formatFigure,
  formatFraction,
  formatMoney,
  formatRatio,
  formatTime,
} from './format.ts'
export { renderHtml } from './render-html.ts'
export { sparkline } from './sparkline.ts'
export { type Warning, warningsOf } from './warnings.ts'
