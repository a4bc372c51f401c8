/** `snapshot list`, `snapshot show`, `snapshot verify`. */
import { readManifest, verifySnapshot as verifySealed } from '../../data/index.ts'
import { DataError, isoTime } from '../../model/index.ts'
import { formatCount, formatTime } from '../../report/index.ts'
import type { SnapshotRecord } from '../../store/index.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { withStore } from '../shell/store-access.ts'
import { tableText } from '../shell/table.ts'
import { actionLines } from './action-text.ts'
import { certificateText, coverageDocument, wrapped } from './certificate-text.ts'
import { lineageLines } from './lineage-text.ts'
import { contentText, snapshotDocument, sourceText } from './text.ts'

export async function listSnapshots(flags: CommonFlags): Promise<void> {
  const records = await withStore(flags, 'read', ({ store }) => store.listSnapshots())
  await answer(flags, {
    document: {
      snapshots: records.map((record) => ({
        ...snapshotDocument(record),
        interval: record.interval,
        createdMs: record.createdMs,
      })),
    },
    text: () => {
      if (records.length === 0) {
        return 'The store holds no snapshot yet. Import one: throughline snapshot import FILE --id ID'
      }
      return tableText(
        ['snapshot', '>instruments', '>bars', 'interval', 'from', 'to', '>findings', 'hash'],
        records.map(({ id, instruments, bars, interval, fromMs, toMs, findings, hash }) => [
          id,
          formatCount(instruments),
          formatCount(bars),
          interval,
          isoTime(fromMs),
          isoTime(toMs),
          String(findings.length),
          hash.slice(0, 12),
        ]),
      )
    },
  })
}

export async function showSnapshot(flags: CommonFlags, [wanted = '']: readonly string[]): Promise<void> {
  const { record, manifest, trials } = await withStore(flags, 'read', async ({ store, snapshots }) => {
    const found = await store.getSnapshot(wanted)
    const sealed = readManifest(snapshots, found.hash)
    requireSame(found, sealed)
    return { record: found, manifest: sealed, trials: await store.countEvaluations(found.hash) }
  })
  const { instruments, sources, interval, createdMs, parquet, lineage } = manifest
  await answer(flags, {
    document: {
      ...snapshotDocument(record),
      interval,
      createdMs,
      trials,
      sources,
      actions: manifest.actions ?? [],
      actionSources: manifest.actionSources ?? [],
      lineage: lineage ?? null,
      parquet: { bytes: parquet.bytes, sha256: parquet.sha256 },
      coverage: coverageDocument(manifest),
      instrumentList: instruments,
    },
    text: async () =>
      [
        `${record.id}: ${contentText(record)}`,
        `  hash    ${record.hash}`,
        `  sealed  ${formatTime(createdMs)}, run with ${trials} ${trials === 1 ? 'identity' : 'different identities'}`,
        ...lineageLines(lineage).flatMap((line) => wrapped(line.trim(), 10, '  ')),
        ...sources.flatMap((source) => wrapped(sourceText(source), 10, '  source  ')),
        ...actionLines(manifest),
        '',
        await certificateText(manifest),
      ].join('\n'),
  })
}

export async function verifySnapshot(flags: CommonFlags, [wanted = '']: readonly string[]): Promise<void> {
  const { record, bytes } = await withStore(flags, 'read', async ({ store, snapshots }) => {
    const found = await store.getSnapshot(wanted)
    const verified = verifySealed({ folder: snapshots, hash: found.hash })
    requireSame(found, verified.manifest)
    return { record: found, bytes: verified.bytes }
  })
  const { id, hash, instruments, bars } = record
  await answer(flags, {
    document: { id, hash, ok: true, instruments, bars, bytes },
    text: () =>
      `${id} is as it was sealed: ${contentText(record)}, ${formatCount(bytes)} bytes, hash ${hash}`,
  })
}

/** What the store says of a snapshot is what its own manifest says. */
function requireSame(
  record: SnapshotRecord,
  manifest: Pick<
    ReturnType<typeof readManifest>,
    'bars' | 'instruments' | 'firstTimeMs' | 'lastTimeMs' | 'interval'
  >,
): void {
  const pairs = [
    ['bars', record.bars, manifest.bars],
    ['instruments', record.instruments, manifest.instruments.length],
    ['from', record.fromMs, manifest.firstTimeMs],
    ['to', record.toMs, manifest.lastTimeMs],
    ['interval', record.interval, manifest.interval],
  ] as const
  const differing = pairs.find(([, stored, sealed]) => stored !== sealed)
  if (differing === undefined) return
  const [what, stored, sealed] = differing
  throw new DataError(
    'SNAPSHOT_RECORD_CHANGED',
    `The store and the sealed folder must say the same of '${record.id}', but ${what} is ${stored} in the store and ${sealed} in the folder. Do not use it: restore the store from a copy.`,
    { id: record.id, what, stored, sealed },
  )
}
