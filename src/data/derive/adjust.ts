/** Adjusted prices of a derived snapshot, and which corporate actions stay beside them. */
import {
  type Adjustment,
  actionsBesideView,
  type CorporateAction,
  closeOf,
  type InstrumentBars,
  type Interval,
} from '../../model/index.ts'
import type { Located } from '../actions/given.ts'

/**
 * The actions that derived bars still need: what their prices do not contain, of the instruments that are left and after the
 * first of their bars and before the last one closes. One within the last bar takes effect at no bar: sealing leaves it out
 * with the warning ACTION_OUTSIDE_DATA.
 */
export function remainingActions(
  actions: readonly CorporateAction[],
  adjust: Adjustment,
  { bars, interval }: { readonly bars: readonly InstrumentBars[]; readonly interval: Interval },
): Located[] {
  const spans = new Map(
    bars.map(({ instrument, timeMs }) => [
      instrument.id,
      [timeMs[0]!, closeOf(interval, timeMs.at(-1)!)] as const,
    ]),
  )
  const changes = actions.filter((action) => action.kind === 'ticker-change')
  return [...actionsBesideView(actions, { adjust }), ...changes].flatMap((action) => {
    const span = spans.get(action.instrument)
    if (span === undefined) return []
    if (action.kind !== 'ticker-change' && !(action.exMs > span[0] && action.exMs < span[1])) return []
    return [given(action)]
  })
}

/** As a caller would give it, with its instant. */
function given({ exMs, ...action }: CorporateAction): Located {
  const exDate = new Date(exMs).toISOString()
  return { given: { ...action, exDate }, place: { file: null, line: null } }
}
