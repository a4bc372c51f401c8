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
  formatFigure,
  formatFraction,
  formatRatio,
  formatTime,
} from './format.ts'
export { type ComparisonOptions, renderComparison } from './render-comparison.ts'
export { renderHtml } from './render-html.ts'
export { renderJson } from './render-json.ts'
export { renderMarkdown } from './render-markdown.ts'
export { renderSummary, type SummaryOptions } from './render-summary.ts'
export { sparkline } from './sparkline.ts'
export { type Warning, warningsOf } from './warnings.ts'
export {
  parseReportFormat,
  type ReportFormat,
  renderReport,
  type WrittenReport,
  writeReport,
} from './write-report.ts'
