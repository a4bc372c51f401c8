/** The corporate actions of a snapshot, or of some of its instruments, as a file that an import takes with the bars. */
import { type CorporateAction, isoTime } from '../../model/index.ts'
import { csvField } from './csv-field.ts'
import { opensAtMidnights } from './exported-bars.ts'
import { readManifest } from './manifest.ts'
import { type OpenRequest, selectInstruments } from './open.ts'

const COLUMNS = ['instrument', 'ex_date', 'kind', 'ratio', 'amount', 'factor', 'from', 'to'] as const

/**
 * CSV text, a header only where there is no action: with it the exported bars are the same snapshot when they are imported
 * again. Ex-dates are dates where every bar opens at a UTC midnight, else instants. Throws as `openSnapshot` does.
 */
export function snapshotActions(request: OpenRequest): string {
  const manifest = readManifest(request.folder, request.hash)
  const isDated = opensAtMidnights(request)
  const ids = new Set(
    selectInstruments(manifest, request.instruments).map((index) => manifest.instruments[index]!.id),
  )
  const rows = (manifest.actions ?? [])
    .filter(({ instrument }) => ids.has(instrument))
    .map((action) => {
      const cells: Readonly<Partial<Record<string, string | number>>> = {
        ...action,
        ex_date: exDateOf(action, isDated),
      }
      return COLUMNS.map((name) => csvField(String(cells[name] ?? ''))).join(',')
    })
  return `${[COLUMNS.join(','), ...rows].join('\n')}\n`
}

function exDateOf({ exMs }: CorporateAction, isDated: boolean): string {
  return isDated ? isoTime(exMs) : new Date(exMs).toISOString()
}
