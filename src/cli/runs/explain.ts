/** `runs explain`: a fill traced back to its order, its decision, what the strategy saw, and the sealed bars behind that. */
import { timeRange } from '../../data/index.ts'
import { UsageError } from '../../model/index.ts'
import { type ExplainChoice, explainRun } from '../../run/index.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { withStore } from '../shell/store-access.ts'
import { explanationText } from './explain-text.ts'

export interface ExplainFlags extends CommonFlags {
  readonly fill?: string
  readonly trade?: string
  readonly at?: string
  readonly instrument?: string
}

export async function explainStoredRun(flags: ExplainFlags, [wanted = '']: readonly string[]): Promise<void> {
  const choice = choiceOf(flags)
  const explanation = await withStore(flags, 'read', ({ store, dir }) =>
    explainRun({ store, storeDir: dir }, wanted, choice),
  )
  await answer(flags, { document: explanation, text: () => explanationText(explanation) })
}

/** Throws `UsageError` ONE_CHOICE, INSTRUMENT_REQUIRED, BAD_NUMBER, BAD_DATE. */
function choiceOf({ fill, trade, at, instrument }: ExplainFlags): ExplainChoice {
  if ([fill, trade, at].filter((flag) => flag !== undefined).length > 1) {
    throw new UsageError('ONE_CHOICE', 'One thing is explained at a time: give one of --fill, --trade, --at.')
  }
  if ((at === undefined) !== (instrument === undefined)) {
    throw new UsageError(
      'INSTRUMENT_REQUIRED',
      '--at and --instrument go together: --at 2020-03-02 --instrument AAPL.',
    )
  }
  if (fill !== undefined) return { kind: 'fill', seq: wholeNumber('--fill', fill) }
  if (trade !== undefined) return { kind: 'trade', number: wholeNumber('--trade', trade) }
  if (at === undefined || instrument === undefined) return { kind: 'last' }
  return { kind: 'at', instrument, ...timeRange(at, at) }
}

function wholeNumber(flag: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new UsageError('BAD_NUMBER', `${flag} must be a whole number, but it is '${text}'.`, { flag, text })
}
