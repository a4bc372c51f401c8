/** `snapshot diff`: what differs between two snapshots; like diff(1) it ends with 0 where nothing does and 1 where something does. */
import { type ChangedBar, diffSnapshots, type InstrumentDiff, type SnapshotDiff } from '../../data/index.ts'
import { isoTime } from '../../model/index.ts'
import { formatCount } from '../../report/index.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { withStore } from '../shell/store-access.ts'
import { actionLine } from './action-text.ts'

const SHOWN = 12

export async function diffTwo(
  flags: CommonFlags,
  [wantedA = '', wantedB = '']: readonly string[],
): Promise<void> {
  const { a, b, folder } = await withStore(flags, 'read', async ({ store, snapshots }) => ({
    a: await store.getSnapshot(wantedA),
    b: await store.getSnapshot(wantedB),
    folder: snapshots,
  }))
  const found = diffSnapshots({ folder, a: a.hash, b: b.hash })
  // The verdict is the answer; scripts that look at the exit code alone must see it too.
  if (!found.equal) process.exitCode = 1
  const named = { ...found, a: { id: a.id, ...found.a }, b: { id: b.id, ...found.b } }
  await answer(flags, { document: named, text: () => diffText(found, [a.id, b.id]) })
}

function diffText(found: SnapshotDiff, [a, b]: readonly [string, string]): string {
  const lines = [
    ...(found.equal ? [`${a} and ${b} have the same content, hash ${found.a.hash}`] : sidesText(found, a, b)),
    ...(found.interval === null ? [] : [`interval: ${found.interval.a} -> ${found.interval.b}`]),
    ...instrumentLines(found),
    ...barLines(found.bars),
    ...limited([
      ...found.actions.removed.map((action) => `- action ${actionLine(action)}`),
      ...found.actions.added.map((action) => `+ action ${actionLine(action)}`),
    ]),
    ...found.findings.map(
      ({ code, a: before, b: after }) =>
        `finding ${code}: ${countText(before?.count)} -> ${countText(after?.count)}`,
    ),
  ]
  return lines.join('\n')
}

function sidesText({ a, b }: SnapshotDiff, idA: string, idB: string): string[] {
  const width = Math.max(idA.length, idB.length)
  return [[idA, a, '-'] as const, [idB, b, '+'] as const].map(
    ([id, side, sign]) =>
      `${sign} ${id.padEnd(width)}  ${formatCount(side.bars)} bars of ${formatCount(side.instruments)}, ${side.interval}, ${isoTime(side.firstTimeMs)} to ${isoTime(side.lastTimeMs)}`,
  )
}

const countText = (count: number | undefined): string => (count === undefined ? 'none' : formatCount(count))

function instrumentLines({ instruments: { added, removed, changed } }: SnapshotDiff): string[] {
  const listed = (sign: string, ids: readonly string[]): string[] =>
    ids.length === 0
      ? []
      : [
          `${sign} instruments ${ids.slice(0, SHOWN).join(', ')}${ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : ''}`,
        ]
  return [
    ...listed('-', removed),
    ...listed('+', added),
    ...limited(
      changed.map(
        ({ instrument, attribute, a, b }) => `${instrument} ${attribute}: ${a ?? 'none'} -> ${b ?? 'none'}`,
      ),
    ),
  ]
}

function barLines(bars: readonly InstrumentDiff[]): string[] {
  const blocks = bars.map(({ instrument, added, removed, changed }) => {
    const counts = [
      [removed.count, 'removed'],
      [added.count, 'added'],
      [changed.count, 'changed'],
    ] as const
    const told = counts.flatMap(([count, what]) => (count === 0 ? [] : [`${formatCount(count)} ${what}`]))
    return [
      `${instrument}: bars ${told.join(', ')}`,
      ...removed.examples.map((bar) => `  - ${barText(bar)}`),
      ...added.examples.map((bar) => `  + ${barText(bar)}`),
      ...changed.examples.map((bar) => `  ! ${changeText(bar)}`),
    ]
  })
  return limited(blocks).flat()
}

function barText(bar: InstrumentDiff['added']['examples'][number]): string {
  const { timeMs, open, high, low, close, volume } = bar
  return `${isoTime(timeMs)} ${[open, high, low, close, volume].join(' ')}`
}

function changeText({ timeMs, fields }: ChangedBar): string {
  const changes = Object.entries(fields).map(([field, { a, b }]) => `${field} ${a} -> ${b}`)
  return `${isoTime(timeMs)} ${changes.join(', ')}`
}

function limited<T>(lines: readonly T[]): (T | string)[] {
  return lines.length <= SHOWN
    ? [...lines]
    : [...lines.slice(0, SHOWN), `and ${lines.length - SHOWN} more (all with --json)`]
}
