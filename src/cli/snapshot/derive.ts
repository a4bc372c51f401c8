/** `snapshot derive`: a snapshot made of another, sealed and named, or nothing of it. */
import { type DeriveRequest, deriveSnapshot } from '../../data/index.ts'
import { ADJUSTMENTS, CALENDAR_NAMES } from '../../model/index.ts'
import { oneOf } from '../shell/export-flags.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { withStore } from '../shell/store-access.ts'
import { lineageLines } from './lineage-text.ts'
import { sealAs } from './sealing.ts'
import { contentText, findingLines, snapshotDocument } from './text.ts'

const SESSIONS = ['regular', 'all'] as const

export interface DeriveFlags extends CommonFlags {
  readonly id: string
  readonly interval?: string
  readonly session?: string
  readonly calendar?: string
  /** Ids with commas between them; once or more. */
  readonly instruments?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly adjust?: string
  readonly keepIncomplete?: boolean
}

export async function deriveOne(flags: DeriveFlags, [wanted = '']: readonly string[]): Promise<void> {
  const request = requestOf(flags)
  const { hash } = await withStore(flags, 'read', ({ store }) => store.getSnapshot(wanted))
  const { snapshot, outcome, sealed } = await sealAs(flags, flags.id, (folder) =>
    deriveSnapshot({ folder, hash, nowMs: Date.now(), ...request }),
  )
  const { interval, lineage } = sealed.manifest
  await answer(flags, {
    document: { ...snapshotDocument(snapshot), outcome, interval, lineage: lineage ?? null },
    text: () =>
      [
        `${outcome === 'existing' ? 'Already sealed, with the same content' : 'Derived'}: ${snapshot.id}`,
        `  ${contentText(snapshot)}`,
        ...lineageLines(lineage),
        `  hash    ${snapshot.hash}`,
        ...findingLines(snapshot.findings),
      ].join('\n'),
  })
}

function requestOf(flags: DeriveFlags): Omit<DeriveRequest, 'folder' | 'hash' | 'nowMs'> {
  const { instruments, interval, session, calendar, from, to, adjust, keepIncomplete } = flags
  const ids = instruments?.flatMap((text) => text.split(',')).filter((id) => id !== '')
  return {
    ...(ids === undefined ? {} : { instruments: ids }),
    ...(interval === undefined ? {} : { interval }),
    ...(session === undefined ? {} : { session: oneOf('--session', session, SESSIONS) }),
    ...(calendar === undefined ? {} : { calendar: oneOf('--calendar', calendar, CALENDAR_NAMES) }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(adjust === undefined ? {} : { adjust: oneOf('--adjust', adjust, ADJUSTMENTS) }),
    ...(keepIncomplete === undefined ? {} : { keepIncomplete }),
  }
}
