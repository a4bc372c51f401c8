/** `snapshot import`: files to a sealed, named snapshot, or to nothing. */
import { importFiles, type SnapshotManifest } from '../../data/index.ts'
import type { SnapshotRecord } from '../../store/index.ts'
import { answer } from '../shell/output.ts'
import { createBar } from '../shell/progress.ts'
import { actionLines } from './action-text.ts'
import { type ImportFlags, requestOf } from './import-request.ts'
import { sealAs } from './sealing.ts'
import { contentText, findingLines, snapshotDocument, sourceText } from './text.ts'

export async function importSnapshot(flags: ImportFlags, files: readonly string[]): Promise<void> {
  const request = await requestOf(flags)
  const bar = createBar(flags, 'importing')
  const { snapshot, outcome, sealed } = await sealAs(flags, flags.id, (folder) =>
    importFiles({
      files,
      folder,
      nowMs: Date.now(),
      ...request,
      onProgress: ({ bytesRead, totalBytes, rows }) => bar.at(bytesRead, totalBytes, `${rows} rows`),
    }),
  ).finally(bar.stop)
  const { interval, sources } = sealed.manifest
  await answer(flags, {
    document: {
      ...snapshotDocument(snapshot),
      outcome,
      interval,
      sources,
      actions: sealed.manifest.actions?.length ?? 0,
      actionSources: sealed.manifest.actionSources ?? [],
    },
    text: () => importText(snapshot, outcome, sealed.manifest),
  })
}

function importText(
  record: SnapshotRecord,
  outcome: 'saved' | 'existing',
  manifest: SnapshotManifest,
): string {
  return [
    `${outcome === 'existing' ? 'Already sealed, with the same content' : 'Sealed'}: ${record.id}`,
    `  ${contentText(record)}`,
    ...manifest.sources.map((source) => `  ${sourceText(source)}`),
    ...actionLines(manifest),
    `  hash ${record.hash}`,
    ...findingLines(record.findings),
  ].join('\n')
}
