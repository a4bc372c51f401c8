/** Adjusted prices of a derived snapshot, and which corporate actions stay beside them. */
import {
  type Adjustment,
  actionsBesideView,
  type CorporateAction,
  type InstrumentBars,
  UsageError,
} from '../../model/index.ts'
import type { Located } from '../actions/given.ts'
import type { SnapshotManifest } from '../sealed/manifest.ts'
import { priceView } from '../sealed/open.ts'

/** Throws `UsageError` BAD_ADJUSTMENT, and NO_ACTIONS where there is nothing to adjust by. */
export function requireActions({ hash, actions = [] }: SnapshotManifest, adjust: Adjustment): void {
  priceView({ adjust })
  if (adjust === 'raw' || actions.some(({ kind }) => kind !== 'ticker-change')) return
  throw new UsageError(
    'NO_ACTIONS',
    `Prices can be adjusted by the corporate actions of their snapshot, but ${hash.slice(0, 12)} has none. Import its bars with their actions.`,
    { hash, adjust },
  )
}

/**
 * The actions that derived bars still need: what their prices do not contain, of the instruments that are left and after the
 * first and at or before the last of their bars.
 */
export function remainingActions(
  actions: readonly CorporateAction[],
  adjust: Adjustment,
  derived: readonly InstrumentBars[],
): Located[] {
  const spans = new Map(
    derived.map(({ instrument, timeMs }) => [instrument.id, [timeMs[0]!, timeMs.at(-1)!] as const]),
  )
  const changes = actions.filter((action) => action.kind === 'ticker-change')
  return [...actionsBesideView(actions, { adjust }), ...changes].flatMap((action) => {
    const span = spans.get(action.instrument)
    if (span === undefined) return []
    if (action.kind !== 'ticker-change' && !(action.exMs > span[0] && action.exMs <= span[1])) return []
    return [given(action)]
  })
}

/** As a caller would give it, with its instant. */
function given({ exMs, ...action }: CorporateAction): Located {
  const exDate = new Date(exMs).toISOString()
  return { given: { ...action, exDate }, place: { file: null, line: null } }
}
