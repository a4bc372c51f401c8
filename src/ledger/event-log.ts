/**
 * Events in memory: columns of fixed width in chunks of `BLOCK_EVENTS`, so that an append is a handful of stores and
 * nothing is allocated or copied until a chunk is full. Structured content (identity, state) goes beside the columns
 * as canonical JSON text. About 10 ns an event.
 */
import { canonicalJson, type JsonValue } from '../model/index.ts'
import { type BlockColumns, columnsIn, copyEvents, FIXED_BYTES, HEADER_BYTES } from './block-layout.ts'
import { type EventKind, KIND_CODES } from './events.ts'

/** Events in a full block. */
export const BLOCK_EVENTS = 65_536
/** Events that a new log has room for, and each chunk after its first; a chunk grows eightfold up to a block. */
const FIRST_EVENTS = 1_024
const NEXT_EVENTS = 8_192
/** Stands for "no cause" and "no subject". */
export const NONE = 0xffff_ffff

/** Room for JSON content behind the columns of a chunk; content beyond it makes the sealed block a copy. */
const PAYLOAD_BYTES = 65_536

/** One chunk of events, in the layout of the block that it becomes. */
export interface EventColumns extends BlockColumns {
  readonly firstSeq: number
  count: number
  /** What the columns are views of: the chunk's block, once it is full and sealed. */
  readonly bytes: Uint8Array
  /** Canonical JSON of the events that carry some: index within the chunk to text. */
  readonly payloads: Map<number, string>
}

/** Appends events; `append` returns the seq of the new event. Time and seq only grow by appending. */
export class EventLog {
  readonly chunks: EventColumns[] = []
  #columns: EventColumns
  #next = 0

  constructor() {
    this.#columns = this.#addChunk(0, FIRST_EVENTS)
  }

  get count(): number {
    return this.#columns.firstSeq + this.#next
  }

  // Positional and numeric: this is the hot path.
  append(
    kind: number,
    timeMs: number,
    cause: number,
    subject: number,
    a: number,
    b: number,
    reason: number,
  ): number {
    if (this.#next === this.#columns.kind.length) this.#makeRoom()
    const at = this.#next++
    const columns = this.#columns
    columns.timeMs[at] = timeMs
    columns.a[at] = a
    columns.b[at] = b
    columns.cause[at] = cause
    columns.subject[at] = subject
    columns.kind[at] = kind
    columns.reason[at] = reason
    columns.count = this.#next
    return columns.firstSeq + at
  }

  /** Appends an event whose content is JSON. Throws `UsageError` NOT_JSON. */
  appendJson(kind: EventKind, at: { timeMs: number; cause: number }, content: JsonValue): number {
    const text = canonicalJson(content, kind)
    const seq = this.append(KIND_CODES[kind], at.timeMs, at.cause, NONE, 0, 0, 0)
    this.#columns.payloads.set(seq - this.#columns.firstSeq, text)
    return seq
  }

  /** A larger chunk in the place of one that is smaller than a block, else another. */
  #makeRoom(): void {
    const full = this.#columns
    const capacity = full.kind.length
    if (capacity < BLOCK_EVENTS) {
      this.chunks.pop()
      this.#columns = this.#addChunk(full.firstSeq, 8 * capacity, full)
      return
    }
    this.#columns = this.#addChunk(full.firstSeq + BLOCK_EVENTS, NEXT_EVENTS)
    this.#next = 0
  }

  #addChunk(firstSeq: number, capacity: number, from?: EventColumns): EventColumns {
    const bytes = new Uint8Array(HEADER_BYTES + FIXED_BYTES * capacity + PAYLOAD_BYTES)
    const columns = columnsIn(bytes, capacity)
    if (from !== undefined) copyEvents(from, columns)
    const payloads = from?.payloads ?? new Map<number, string>()
    const chunk: EventColumns = { firstSeq, count: from?.count ?? 0, bytes, payloads, ...columns }
    this.chunks.push(chunk)
    return chunk
  }
}
