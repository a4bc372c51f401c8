/** `report`: the tear sheet of a stored run as HTML, Markdown or JSON. */
import { UsageError } from '../model/index.ts'
import {
  parseReportFormat,
  type ReportFormat,
  renderReport,
  reportEvidence,
  type WrittenReport,
  writeReport,
} from '../report/index.ts'
import { readEvidence } from '../run/index.ts'
import type { Store } from '../store/index.ts'
import { answer, type CommonFlags } from './shell/output.ts'
import { withStore } from './shell/store-access.ts'
import { writeWhole } from './shell/whole-file.ts'

export interface ReportFlags extends CommonFlags {
  readonly format?: string
  readonly out: string
}

export async function report(flags: ReportFlags, [wanted = '']: readonly string[]): Promise<void> {
  const { out } = flags
  const format = parseReportFormat(flags.format ?? endingOf(out))
  if (out === '-' && flags.json === true) {
    throw new UsageError(
      'STDOUT_TAKEN',
      '--json answers on stdout, so the report cannot go there: name a file with --out.',
    )
  }
  await withStore(flags, 'read', async ({ store }) => {
    const { runId } = await store.getRun(wanted)
    if (out === '-') {
      await writeWhole(out, [await renderReport(await evidenceOf(store, runId), format)])
      return
    }
    const { path, bytes } = await reportTo(store, { runId, format, out })
    await answer(flags, {
      document: { runId, format, out: path, bytes },
      text: () => `${out}: the report of ${runId}, ${bytes} bytes`,
    })
  })
}

function endingOf(out: string): string {
  return /\.(\w+)$/.exec(out)?.[1] ?? ''
}

/** The evidence of a stored run as reports read it. */
export async function evidenceOf(store: Store, runId: string) {
  const stored = await readEvidence(store, runId)
  return reportEvidence(stored, await store.getSnapshot(stored.run.snapshotId))
}

export interface ReportRequest {
  readonly runId: string
  readonly format: ReportFormat
  readonly out: string
}

/** Writes the report whole or not at all. */
export async function reportTo(store: Store, { runId, format, out }: ReportRequest): Promise<WrittenReport> {
  return writeReport(await evidenceOf(store, runId), format, out)
}
