/**
 * What differs between two sealed snapshots. Instruments whose content hashes agree are not read; of the others every bar
 * is compared, exactly, and what is read has matched its seal. Memory: a few columns of one instrument.
 */
import {
  type BarField,
  type CorporateAction,
  canonicalJson,
  compareIds,
  PRICE_FIELDS,
} from '../../model/index.ts'
import type { Finding, FindingCode } from '../findings.ts'
import { type BarsFile, openBarsFile } from './bars-file.ts'
import type { CanonicalColumns, SealedInstrument } from './canonical.ts'
import { readManifest, type SnapshotManifest } from './manifest.ts'

export interface DiffRequest {
  /** The store's folder of snapshots. */
  readonly folder: string
  /** The hash that is compared from: what only it has is `removed`. */
  readonly a: string
  /** The hash that is compared to: what only it has is `added`. */
  readonly b: string
  /** How many bars of each kind are named for an instrument; 3 where it is left out. */
  readonly examples?: number
}

/** A value on both sides. */
export interface Both<T> {
  readonly a: T
  readonly b: T
}

export interface DiffSide {
  readonly hash: string
  readonly interval: string
  readonly instruments: number
  readonly bars: number
  readonly firstTimeMs: number
  readonly lastTimeMs: number
}

/** A bar of one side. `timeMs` is its opening instant. */
export type BarValues = { readonly timeMs: number } & Readonly<Record<BarField, number>>

/** A bar of both sides with the fields in which they differ. */
export interface ChangedBar {
  readonly timeMs: number
  readonly fields: Readonly<Partial<Record<BarField, Both<number>>>>
}

export interface Counted<T> {
  readonly count: number
  /** The first ones. */
  readonly examples: readonly T[]
}

export interface InstrumentDiff {
  readonly instrument: string
  readonly added: Counted<BarValues>
  readonly removed: Counted<BarValues>
  readonly changed: Counted<ChangedBar>
}

export interface AttributeChange {
  readonly instrument: string
  readonly attribute: string
  readonly a: string | number | null
  readonly b: string | number | null
}

export interface SnapshotDiff {
  /** The contents, and so the hashes, are the same. */
  readonly equal: boolean
  readonly a: DiffSide
  readonly b: DiffSide
  /** Null where both have bars of one interval. */
  readonly interval: Both<string> | null
  readonly instruments: {
    readonly added: readonly string[]
    readonly removed: readonly string[]
    readonly changed: readonly AttributeChange[]
  }
  /** Instruments of both sides with bars that differ, ascending by id. */
  readonly bars: readonly InstrumentDiff[]
  /** Corporate actions that only one side has; one that differs is in both. */
  readonly actions: {
    readonly added: readonly CorporateAction[]
    readonly removed: readonly CorporateAction[]
  }
  /** Findings whose severity or count differs; they are no part of the content. */
  readonly findings: readonly (Both<FindingCount | null> & { readonly code: FindingCode })[]
}

export type FindingCount = Pick<Finding, 'severity' | 'count'>

/** Compares. Throws `DataError` NO_SUCH_SNAPSHOT, SNAPSHOT_CHANGED, SNAPSHOT_FORMAT. */
export function diffSnapshots({ folder, a, b, examples = 3 }: DiffRequest): SnapshotDiff {
  const left = readManifest(folder, a)
  const right = readManifest(folder, b)
  const pairs = pairsOf(left, right)
  const shared = pairs.filter((pair): pair is Both<number> => pair.a !== null && pair.b !== null)
  return {
    equal: left.hash === right.hash,
    a: sideOf(left),
    b: sideOf(right),
    interval: left.interval === right.interval ? null : { a: left.interval, b: right.interval },
    instruments: {
      added: pairs.flatMap((pair) => (pair.a === null ? [right.instruments[pair.b!]!.id] : [])),
      removed: pairs.flatMap((pair) => (pair.b === null ? [left.instruments[pair.a!]!.id] : [])),
      changed: shared.flatMap((pair) =>
        attributeChanges(left.instruments[pair.a]!, right.instruments[pair.b]!),
      ),
    },
    bars: left.hash === right.hash ? [] : barsDiff(folder, { left, right, shared, examples }),
    actions: {
      added: missingFrom(left.actions, right.actions),
      removed: missingFrom(right.actions, left.actions),
    },
    findings: findingChanges(left.findings, right.findings),
  }
}

/** Those of `others` that are not among `actions`. */
function missingFrom(
  actions: SnapshotManifest['actions'] = [],
  others: SnapshotManifest['actions'] = [],
): CorporateAction[] {
  const known = new Set(actions.map((action) => canonicalJson(action)))
  return others.filter((action) => !known.has(canonicalJson(action)))
}

function sideOf(manifest: SnapshotManifest): DiffSide {
  const { hash, interval, instruments, bars, firstTimeMs, lastTimeMs } = manifest
  return { hash, interval, instruments: instruments.length, bars, firstTimeMs, lastTimeMs }
}

/** Indexes of each instrument on both sides, ascending by id; null where a side has none of that id. */
function pairsOf(left: SnapshotManifest, right: SnapshotManifest): Both<number | null>[] {
  const indexes = (manifest: SnapshotManifest): ReadonlyMap<string, number> =>
    new Map(manifest.instruments.map(({ id }, index) => [id, index]))
  const a = indexes(left)
  const b = indexes(right)
  const ids = [...new Set([...a.keys(), ...b.keys()])].sort(compareIds)
  return ids.map((id) => ({ a: a.get(id) ?? null, b: b.get(id) ?? null }))
}

/** What the content hash covers of an instrument beside its bars. */
const OF_BARS: ReadonlySet<string> = new Set(['id', 'bars', 'firstTimeMs', 'lastTimeMs', 'sha256'])

function attributeChanges(a: SealedInstrument, b: SealedInstrument): AttributeChange[] {
  const left = a as unknown as Readonly<Record<string, string | number | null>>
  const right = b as unknown as Readonly<Record<string, string | number | null>>
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])]
  return names.flatMap((attribute) =>
    OF_BARS.has(attribute) || (left[attribute] ?? null) === (right[attribute] ?? null)
      ? []
      : [{ instrument: a.id, attribute, a: left[attribute] ?? null, b: right[attribute] ?? null }],
  )
}

interface Compared {
  readonly left: SnapshotManifest
  readonly right: SnapshotManifest
  readonly shared: readonly Both<number>[]
  readonly examples: number
}

function barsDiff(folder: string, { left, right, shared, examples }: Compared): InstrumentDiff[] {
  const differing = shared.filter(
    (pair) => left.instruments[pair.a]!.sha256 !== right.instruments[pair.b]!.sha256,
  )
  if (differing.length === 0) return []
  const fileA = openBarsFile(folder, left)
  try {
    const fileB = openBarsFile(folder, right)
    try {
      return differing.map((pair) => ({
        instrument: left.instruments[pair.a]!.id,
        ...compareBars(columnsOf(fileA, pair.a), columnsOf(fileB, pair.b), examples),
      }))
    } finally {
      fileB.close()
    }
  } finally {
    fileA.close()
  }
}

function columnsOf(file: BarsFile, index: number): CanonicalColumns {
  return file.verified(index, file.times(index))
}

/** Both sides are ascending in time: one walk over the two. */
function compareBars(
  a: CanonicalColumns,
  b: CanonicalColumns,
  examples: number,
): Omit<InstrumentDiff, 'instrument'> {
  const added = createCount<BarValues>(examples)
  const removed = createCount<BarValues>(examples)
  const changed = createCount<ChangedBar>(examples)
  let i = 0
  let j = 0
  while (i < a.timeMs.length || j < b.timeMs.length) {
    const timeA = a.timeMs[i] ?? Number.POSITIVE_INFINITY
    const timeB = b.timeMs[j] ?? Number.POSITIVE_INFINITY
    if (timeA < timeB) {
      const row = i++
      removed.add(() => valuesAt(a, row))
    } else if (timeB < timeA) {
      const row = j++
      added.add(() => valuesAt(b, row))
    } else {
      const row = { a: i++, b: j++ }
      if (PRICE_FIELDS.some((field) => a[field][row.a] !== b[field][row.b])) {
        changed.add(() => changeAt({ a, b }, row))
      }
    }
  }
  return { added: added.counted(), removed: removed.counted(), changed: changed.counted() }
}

function valuesAt(columns: CanonicalColumns, row: number): BarValues {
  const { timeMs, open, high, low, close, volume } = columns
  return {
    timeMs: timeMs[row]!,
    open: open[row]!,
    high: high[row]!,
    low: low[row]!,
    close: close[row]!,
    volume: volume[row]!,
  }
}

function changeAt({ a, b }: Both<CanonicalColumns>, row: Both<number>): ChangedBar {
  const fields = PRICE_FIELDS.flatMap((field) => {
    const values = { a: a[field][row.a]!, b: b[field][row.b]! }
    return values.a === values.b ? [] : [[field, values] as const]
  })
  return { timeMs: a.timeMs[row.a]!, fields: Object.fromEntries(fields) }
}

function createCount<T>(most: number) {
  let count = 0
  const examples: T[] = []
  return {
    add(example: () => T): void {
      count++
      if (examples.length < most) examples.push(example())
    },
    counted: (): Counted<T> => ({ count, examples }),
  }
}

function findingChanges(a: readonly Finding[], b: readonly Finding[]): SnapshotDiff['findings'] {
  const countOf = (findings: readonly Finding[], code: FindingCode): FindingCount | null => {
    const found = findings.find((finding) => finding.code === code)
    return found === undefined ? null : { severity: found.severity, count: found.count }
  }
  const codes = [...new Set([...a, ...b].map(({ code }) => code))]
  return codes
    .map((code) => ({ code, a: countOf(a, code), b: countOf(b, code) }))
    .filter((one) => one.a?.count !== one.b?.count || one.a?.severity !== one.b?.severity)
}
