/** What flag of `snapshot import` answers a refusal: the library's errors name the remedy, not the flag. */
import { ACCEPTABLE, type Finding } from '../../data/index.ts'
import type { ThroughlineError } from '../../model/index.ts'

export function importHint({ code, details }: ThroughlineError): string | undefined {
  switch (code) {
    case 'MISSING_COLUMN':
      return `name the column with --column ${details['role'] as string}=NAME`
    case 'UNKNOWN_TIME_FORM':
      return 'name another column with --column time=NAME'
    case 'AMBIGUOUS_DATE':
      return 'say it with --date-order mdy or --date-order dmy'
    case 'INTERVAL_UNKNOWN':
      return 'name it with --interval 1d'
    case 'BAD_BARS':
      return badBarsHint(details['findings'] as unknown as readonly Finding[])
    default:
      return undefined
  }
}

function badBarsHint(findings: readonly Finding[]): string | undefined {
  const codes = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code)
  const hints: string[] = []
  if (codes.includes('LOCAL_TIME_REPEATED')) {
    hints.push('say which of two equal local times it is with --dst-repeat first, second or in-order')
  }
  if (codes.includes('MIXED_INTERVALS')) {
    hints.push('import them apart; or, where they are rare bars, name the interval with --interval')
  }
  const leftOut = codes.filter((code) => (ACCEPTABLE as readonly string[]).includes(code))
  // Rows can be left out where nothing else is wrong.
  if (leftOut.length === codes.length) {
    hints.push(`leave such rows out, on record, with ${leftOut.map((code) => `--accept ${code}`).join(' ')}`)
  }
  return hints.length === 0 ? undefined : hints.join('; or ')
}
