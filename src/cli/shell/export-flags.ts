/** What commands that write a file have in common: a choice of formats, and who may have stdout. */
import { didYouMean, UsageError } from '../../model/index.ts'
import type { CommonFlags } from './output.ts'

/** Throws `UsageError` STDOUT_TAKEN where both the answer and the file would go to stdout. */
export function refuseSharedStdout(flags: CommonFlags, out: string, what: string): void {
  if (out !== '-' || flags.json !== true) return
  throw new UsageError(
    'STDOUT_TAKEN',
    `--json answers on stdout, so the ${what} cannot go there: name a file with --out.`,
  )
}

/** The value of a flag that takes one of a few words. Throws `UsageError` BAD_CHOICE. */
export function oneOf<T extends string>(flag: string, found: string, known: readonly T[]): T {
  const fitting = known.find((name) => name === found)
  if (fitting !== undefined) return fitting
  throw new UsageError(
    'BAD_CHOICE',
    `${flag} must be one of ${known.join(', ')}, but it is '${found}'.${didYouMean(found, known)}`,
    { flag, found },
  )
}
