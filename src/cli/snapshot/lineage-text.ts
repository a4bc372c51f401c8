/** How a derived snapshot was made, as lines. */
import type { Lineage, LineageOperation } from '../../data/index.ts'
import { isoTime } from '../../model/index.ts'
import { formatCount } from '../../report/index.ts'

/** A line for the parent and one for each operation; nothing where the bars were imported. */
export function lineageLines(lineage: Lineage | undefined): string[] {
  if (lineage === undefined) return []
  return [
    `  parent  ${lineage.parent}`,
    ...lineage.operations.map((one) => `  derived ${operationText(one)}`),
  ]
}

function operationText(operation: LineageOperation): string {
  switch (operation.kind) {
    case 'select':
      return `of ${operation.instruments.join(', ')} only`
    case 'calendar':
      return `by the calendar ${operation.calendar}`
    case 'adjust':
      return `with prices adjusted: ${operation.adjust}`
    case 'cut': {
      const { fromMs, toMs } = operation
      const from = fromMs === null ? 'the start' : isoTime(fromMs)
      return `of bars that open from ${from} ${toMs === null ? 'on' : `to before ${isoTime(toMs)}`}`
    }
    case 'session':
      return `of regular sessions, left out ${formatCount(operation.leftOut)} bars of others`
    case 'resample':
      return resampleText(operation)
    default:
      return operation satisfies never
  }
}

function resampleText(operation: Extract<LineageOperation, { kind: 'resample' }>): string {
  const { from, to, session, incomplete, leftOut } = operation
  const left = [
    ...(leftOut.otherSession > 0 ? [`${formatCount(leftOut.otherSession)} of other sessions`] : []),
    ...(leftOut.incomplete > 0 ? [`${formatCount(leftOut.incomplete)} of incomplete periods`] : []),
  ]
  return [
    `in bars of ${to} from bars of ${from}, ${session === 'all' ? 'all sessions' : 'regular sessions'}`,
    ...(incomplete === 'kept' ? ['incomplete ones kept'] : []),
    ...(left.length > 0 ? [`left out ${left.join(' and ')}`] : []),
  ].join(', ')
}
