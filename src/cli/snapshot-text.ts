/** A snapshot as a document and as lines. */
import { describeExample, type Finding } from '../data/index.ts'
import { isoTime, type JsonObject } from '../model/index.ts'
import type { SnapshotRecord } from '../store/index.ts'

/** What `snapshot import` answers with --json, and `snapshot list` for each. Times are opening instants, epoch ms. */
export function snapshotDocument(record: SnapshotRecord) {
  const { id, hash, instruments, bars, fromMs, toMs, findings } = record
  return { id, hash, instruments, bars, from: isoTime(fromMs), to: isoTime(toMs), fromMs, toMs, findings }
}

/** The findings, each with its first examples; nothing where there is none. */
export function findingLines(findings: readonly JsonObject[]): string[] {
  // The store keeps findings as the JSON that sealing gave it.
  const list = findings as unknown as readonly Finding[]
  if (list.length === 0) return ['  no findings']
  return list.flatMap(({ code, severity, count, examples }) => [
    `  ${severity}: ${code}, ${count} ${count === 1 ? 'time' : 'times'}`,
    ...examples.slice(0, 2).map((example) => `    ${describeExample(code, example)}`),
  ])
}
