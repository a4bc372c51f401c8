/** `snapshot export`: the bars of a snapshot, or of a part of it, as a file that other tools read; whole or not at all. */
import {
  type ExportRequest,
  readManifest,
  snapshotActions,
  snapshotArrow,
  snapshotCsv,
  snapshotInstruments,
  snapshotParquet,
} from '../../data/index.ts'
import { UsageError } from '../../model/index.ts'
import { formatCount } from '../../report/index.ts'
import { oneOf, refuseSharedStdout } from '../shell/export-flags.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { withStore } from '../shell/store-access.ts'
import { writeWhole } from '../shell/whole-file.ts'

const FORMATS = ['parquet', 'csv', 'arrow'] as const
type Format = (typeof FORMATS)[number]

export interface SnapshotExportFlags extends CommonFlags {
  readonly format: string
  readonly out: string
  /** Ids with commas between them; once or more. */
  readonly instruments?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly attributesOut?: string
  readonly actionsOut?: string
}

export async function exportSnapshot(
  flags: SnapshotExportFlags,
  [wanted = '']: readonly string[],
): Promise<void> {
  const format = oneOf('--format', flags.format, FORMATS)
  const { out, attributesOut, actionsOut } = flags
  refuseSharedStdout(flags, out, 'export')
  for (const [flag, file] of Object.entries({
    '--attributes-out': attributesOut,
    '--actions-out': actionsOut,
  })) {
    if (file === '-')
      throw new UsageError('STDOUT_TAKEN', `${flag} must name a file: stdout is for the bars.`)
  }
  const { snapshot, folder } = await withStore(flags, 'read', async ({ store, snapshots }) => ({
    snapshot: await store.getSnapshot(wanted),
    folder: snapshots,
  }))
  const written = { instruments: 0, bars: 0 }
  const request: ExportRequest = {
    folder,
    hash: snapshot.hash,
    ...rangeOf(flags),
    onInstrument: ({ bars }) => {
      written.instruments++
      written.bars += bars
    },
  }
  const bytes = await writeWhole(out, piecesOf(format, request))
  if (attributesOut !== undefined) await writeWhole(attributesOut, [snapshotInstruments(request)])
  if (actionsOut !== undefined) await writeWhole(actionsOut, [snapshotActions(request)])
  if (out === '-') return
  const { interval } = readManifest(folder, snapshot.hash)
  await answer(flags, {
    document: {
      id: snapshot.id,
      hash: snapshot.hash,
      format,
      out,
      ...written,
      interval,
      bytes,
      ...(attributesOut === undefined ? {} : { attributesOut }),
      ...(actionsOut === undefined ? {} : { actionsOut }),
    },
    text: () =>
      `${out}: ${formatCount(written.bars)} bars of ${formatCount(written.instruments)} ${written.instruments === 1 ? 'instrument' : 'instruments'}, ${interval}, ${formatCount(bytes)} bytes`,
  })
}

function rangeOf({
  instruments,
  from,
  to,
}: SnapshotExportFlags): Pick<ExportRequest, 'instruments' | 'from' | 'to'> {
  const ids = instruments?.flatMap((text) => text.split(',')).filter((id) => id !== '')
  return {
    ...(ids === undefined ? {} : { instruments: ids }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

function piecesOf(
  format: Format,
  request: ExportRequest,
): Iterable<string | Uint8Array> | AsyncIterable<Uint8Array> {
  switch (format) {
    case 'parquet':
      return snapshotParquet(request)
    case 'csv':
      return snapshotCsv(request)
    case 'arrow':
      return snapshotArrow(request)
    default:
      return format satisfies never
  }
}
