/**
 * What is known already of a plan's columns, and what is kept of them. A column of the package's own definitions is found by
 * the bars and its key; one that rests on a function of the strategy by that strategy's code as well, and then all such
 * columns of a set together or none, because functions may share what they remember.
 */
import {
  type FeaturePlan,
  type GivenColumn,
  keptRegisters,
  neededNodes,
  type PlanNode,
  type PlannedSet,
  type PlanRun,
  portableNodes,
  type SetsPlan,
} from '../indicators/index.ts'
import { type BarTable, canonicalJson, columnMemory } from '../model/index.ts'
import type { ColumnDisk, ColumnFile } from './feature-disk.ts'
import type { ColumnMemory } from './feature-memory.ts'
import { describeSlice, type Slice } from './identity.ts'
import { sha256 } from './sha256.ts'

/** The bars that features are computed of. */
export interface FeatureBars {
  readonly table: BarTable
  /** The snapshot's hash and the part of it that the table holds: what kept columns are found by. */
  readonly snapshotHash: string
  readonly slice: Slice
}

export interface ShelfParts {
  readonly memory: ColumnMemory
  readonly disk: ColumnDisk | undefined
  /** Names the code of the package's own definitions, for the disk. */
  readonly codeHash: string
  readonly bars: FeatureBars
  readonly planned: SetsPlan
  /** For each set. */
  readonly ownCodes: readonly (string | null)[]
}

export interface ShelfCounts {
  readonly hits: number
  readonly diskHits: number
  readonly misses: number
}

export interface Shelf {
  readonly given: ReadonlyMap<number, GivenColumn>
  /** Registers whose values are checked, as the plain computation does; they are what is kept. */
  readonly inspected: ReadonlySet<number>
  /** Nodes that rest on the package's own definitions alone. */
  readonly portable: ReadonlySet<PlanNode>
  readonly counts: ShelfCounts
  /** Keeps what was computed. */
  keep(run: PlanRun): void
}

export function columnShelf(parts: ShelfParts): Shelf {
  const { planned, ownCodes } = parts
  const { plan, sets } = planned
  const portable = portableNodes(plan)
  const kept = keptRegisters(plan, plan.nodes, plan.registers)
  const inspected = new Set([...kept].filter((register) => plan.nodeOf[register] !== undefined))
  const owns = sets.map((set, index) => {
    const code = ownCodes[index] ?? null
    return code === null ? [] : ownRegisters({ plan, portable, inspected }, set).map((at) => ({ at, code }))
  })
  const finder = createFinder(parts, inspected)
  const given = new Map<number, GivenColumn>()
  for (const own of owns) {
    const found = finder.findAll(own)
    if (found !== undefined) own.forEach(({ at }, n) => given.set(at, found[n]!))
  }
  const seen = new Set<number>()
  const open = [...plan.registers]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const node = plan.nodeOf[at]
    if (node === undefined || given.has(at) || seen.has(at)) continue
    seen.add(at)
    const found = portable.has(node) ? finder.find({ at, code: '' }) : undefined
    if (found === undefined) open.push(...node.inputs)
    else given.set(at, found)
  }
  return {
    given,
    inspected,
    portable,
    counts: finder.counts,
    keep(run) {
      const isNew = (at: number): boolean => run.kept.has(at) && !given.has(at)
      for (const at of inspected) {
        if (isNew(at) && portable.has(plan.nodeOf[at]!)) finder.put(run, { at, code: '' })
      }
      for (const own of owns) {
        // Together or not at all: one that is missing later makes all of them be computed again.
        if (own.some(({ at }) => isNew(at))) for (const each of own) finder.put(run, each)
      }
    },
  }
}

interface Judged {
  readonly plan: FeaturePlan
  readonly portable: ReadonlySet<PlanNode>
  readonly inspected: ReadonlySet<number>
}

/** The checked registers of a set that rest on functions of the strategy. */
function ownRegisters({ plan, portable, inspected }: Judged, set: PlannedSet): readonly number[] {
  if (portable.size === plan.nodes.length) return []
  return neededNodes(plan, set.registers, new Map())
    .filter((node) => !portable.has(node))
    .flatMap(({ outputs }) => outputs.filter((at) => inspected.has(at)))
}

/** A register and the code behind its strategy's own functions, '' where it rests on none. */
interface Place {
  readonly at: number
  readonly code: string
}

interface Finder {
  readonly counts: ShelfCounts
  find(place: Place): GivenColumn | undefined
  /** All of them; undefined where one is missing. */
  findAll(places: readonly Place[]): readonly GivenColumn[] | undefined
  put(run: PlanRun, place: Place): void
}

function createFinder(
  { memory, disk, codeHash, bars, planned }: ShelfParts,
  inspected: ReadonlySet<number>,
): Finder {
  const { table, snapshotHash, slice } = bars
  const barsKey = sha256(canonicalJson({ snapshot: snapshotHash, slice: describeSlice(slice) }))
  const counts = { hits: 0, diskHits: 0, misses: 0 }
  const nodeAt = (at: number): PlanNode => planned.plan.nodeOf[at]!
  /** Names a column: the bars, the code, the node and which of its outputs. */
  const keyOf = ({ at, code }: Place): string => {
    const node = nodeAt(at)
    const output = node.outputs.indexOf(at)
    return canonicalJson({ bars: barsKey, code: codeHash, ownCode: code, node: node.key, output })
  }
  const fileOf = ({ at }: Place, identity: string): ColumnFile => ({
    group: snapshotHash,
    identity,
    rows: table.instrumentOf.length,
    firsts: nodeAt(at).isLate ? table.instruments.length : 0,
    allocate: columnMemory,
  })
  const find = (place: Place): GivenColumn | undefined => {
    const key = keyOf(place)
    const inMemory = memory.get(key)
    // What is not checked is never kept on its own account: an inner node is found only where another set asked for it.
    const found = inMemory ?? (inspected.has(place.at) ? disk?.read(fileOf(place, key)) : undefined)
    if (found === undefined) {
      if (inspected.has(place.at)) counts.misses++
      return undefined
    }
    counts.hits++
    if (inMemory === undefined) {
      counts.diskHits++
      memory.put(key, found)
    }
    return found
  }
  return {
    counts,
    find,
    findAll(places) {
      const { hits, misses } = counts
      const found = places.map(find)
      if (!found.includes(undefined)) return found as readonly GivenColumn[]
      Object.assign(counts, { hits, misses: misses + places.length })
      return undefined
    },
    put(run, place) {
      const key = keyOf(place)
      const column = run.kept.get(place.at)!
      const first = run.lateFirst.get(nodeAt(place.at).outputs[0]!)
      const kept = first === undefined ? { column } : { column, first }
      memory.put(key, kept)
      disk?.write(fileOf(place, key), kept)
    },
  }
}
