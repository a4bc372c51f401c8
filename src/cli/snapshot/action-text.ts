/** The corporate actions of a snapshot, as lines. */
import type { SnapshotManifest } from '../../data/index.ts'
import { type CorporateAction, isoTime } from '../../model/index.ts'
import { formatCount } from '../../report/index.ts'

const SHOWN = 5

type Acted = Pick<SnapshotManifest, 'actions' | 'actionSources'>

/** How many of which kind, the newest ones, and the files that said so; nothing where there is none. */
export function actionLines({ actions = [], actionSources = [] }: Acted): string[] {
  const sources = actionSources.map(
    ({ name, layout, actions: count }) => `  actions ${name}: ${plural(count, 'action')}, ${layout}`,
  )
  const shownSources =
    sources.length > SHOWN
      ? [...sources.slice(0, SHOWN), `  and ${sources.length - SHOWN} more files of actions`]
      : sources
  if (actions.length === 0) return shownSources
  const newest = actions.toSorted((a, b) => b.exMs - a.exMs).slice(0, SHOWN)
  return [
    ...shownSources,
    `  ${countText(actions)}${actions.length > SHOWN ? ', the newest being' : ''}`,
    ...newest.map((action) => `    ${actionLine(action)}`),
  ]
}

/** `2014-06-09 AAPL split 7:1`. */
export function actionLine(action: CorporateAction): string {
  return `${isoTime(action.exMs)} ${action.instrument} ${actionText(action)}`
}

/** `12 splits, 3 dividends`. */
function countText(actions: readonly CorporateAction[]): string {
  const counts = (['split', 'dividend', 'ticker-change'] as const).map((kind) => ({
    name: kind.replace('-', ' '),
    count: actions.filter((action) => action.kind === kind).length,
  }))
  return counts
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => plural(count, name))
    .join(', ')
}

function actionText(action: CorporateAction): string {
  switch (action.kind) {
    case 'split':
      return `split ${action.ratio >= 1 ? `${shortest(action.ratio)}:1` : `1:${shortest(1 / action.ratio)}`}`
    case 'dividend':
      return `dividend ${shortest(action.amount)}`
    case 'ticker-change':
      return `ticker ${action.from} to ${action.to}`
    default:
      return action satisfies never
  }
}

const shortest = (value: number): string => String(Number(value.toPrecision(7)))
const plural = (count: number, name: string): string =>
  `${formatCount(count)} ${name}${count === 1 ? '' : 's'}`
