/** What a plan takes on the caller's word, or for want of a word, as findings. */
import type { Findings } from '../findings.ts'
import type { TablePlan } from './table-plan.ts'

export function noteAssumptions(plan: TablePlan, findings: Findings): void {
  const { file, instrument, columns, isZoneAssumed, layout, priceDivisor } = plan
  const place = { file, line: null, instrument, time: null }
  const { values } = columns
  if (values.kind === 'closes') {
    const text = 'a wide table: open, high and low are the close, the volume is 0'
    findings.add('CLOSES_ONLY', () => ({ ...place, text }))
  } else if (values.volume === null) {
    findings.add('NO_VOLUME', () => ({ ...place, text: 'volume=none: every volume is recorded as 0' }))
  }
  if (priceDivisor !== 1) {
    const text = `prices were divided by ${priceDivisor}${layout === 'lean' ? ', as those of stocks in this layout are' : ''}`
    findings.add('PRICES_DIVIDED', () => ({ ...place, text }))
  }
  if (isZoneAssumed) {
    const text = 'times without a zone are read as UTC; if they are local, name their zone'
    findings.add('TIME_ZONE_ASSUMED', () => ({ ...place, text }))
  }
}
