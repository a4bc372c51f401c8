/** From columns back to events, one at a time. */
import { DataError, type JsonObject, type JsonValue } from '../model/index.ts'
import type { LedgerBlock } from './block.ts'
import { decodeBlock } from './codec.ts'
import { type EventColumns, type EventLog, NONE } from './event-log.ts'
import { type EventKind, KIND_CODES, type LedgerEvent, REASONS, type RunStarted } from './events.ts'

const KIND_NAMES = new Map<number, EventKind>(
  Object.entries(KIND_CODES).map(([kind, code]) => [code, kind as EventKind]),
)

/** The events of stored blocks, in order. Throws `DataError` LEDGER_DAMAGED. */
export function* readBlocks(blocks: Iterable<LedgerBlock>): Generator<LedgerEvent, void, undefined> {
  yield* readColumns(columnsOfBlocks(blocks))
}

/** The columns of stored blocks, in order. Throws `DataError` LEDGER_DAMAGED. */
export function columnsOfBlocks(blocks: Iterable<LedgerBlock>): Iterable<EventColumns> {
  return mapIterable(blocks, (block) => decodeBlock(block.bytes))
}

/** The events of a log that is still in memory, in order. */
export function readLog(log: EventLog): Generator<LedgerEvent, void, undefined> {
  return readColumns(log.chunks)
}

function* readColumns(chunks: Iterable<EventColumns>): Generator<LedgerEvent, void, undefined> {
  let instruments: readonly string[] = []
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.count; at++) {
      const event = eventAt(chunk, at, instruments)
      if (event.kind === 'run-started') instruments = event.instruments
      yield event
    }
  }
}

export function eventAt(chunk: EventColumns, at: number, instruments: readonly string[]): LedgerEvent {
  const kind = KIND_NAMES.get(chunk.kind[at]!)
  const causeSeq = chunk.cause[at]!
  const cause = causeSeq === NONE ? null : causeSeq
  const seq = chunk.firstSeq + at
  const timeMs = chunk.timeMs[at]!
  const a = chunk.a[at]!
  const b = chunk.b[at]!
  const reason = REASONS[chunk.reason[at]!] ?? 'NONE'
  const instrument = instruments[chunk.subject[at]!] ?? ''
  switch (kind) {
    case 'run-started': {
      const content = payloadOf(chunk, at) as Pick<RunStarted, 'identity' | 'instruments' | 'multipliers'>
      const { identity, instruments: ids, multipliers } = content
      return { seq, timeMs, cause, kind, identity, instruments: ids, multipliers }
    }
    case 'opening':
      return { seq, timeMs, cause, kind, cash: a }
    case 'decision':
      return { seq, timeMs, cause, kind, changed: chunk.subject[at]!, equity: a, cash: b }
    case 'order-submitted':
      return { seq, timeMs, cause, kind, instrument, quantity: a, target: b }
    case 'order-denied':
    case 'order-cancelled':
    case 'order-expired':
      return { seq, timeMs, cause, kind, instrument, quantity: a, reason, missing: b }
    case 'fill':
      return { seq, timeMs, cause, kind, instrument, quantity: a, price: b }
    case 'fee':
      return { seq, timeMs, cause, kind, instrument, amount: a }
    case 'dividend':
      return { seq, timeMs, cause, kind, instrument, amount: a, perUnit: b }
    case 'split':
      return { seq, timeMs, cause, kind, instrument, ratio: a, quantity: b }
    case 'cash-in-lieu':
      return { seq, timeMs, cause, kind, instrument, quantity: a, price: b }
    case 'halted':
      return { seq, timeMs, cause, kind, instrument, reason, barOpenMs: a }
    case 'state-saved':
      return { seq, timeMs, cause, kind, state: payloadOf(chunk, at) }
    case 'risk-adjusted':
      return { seq, timeMs, cause, kind, instrument, reason, from: a, to: b }
    case 'run-finished':
      return { seq, timeMs, cause, kind, summary: payloadOf(chunk, at) as JsonObject }
    case undefined:
      throw new DataError(
        'LEDGER_DAMAGED',
        `Event ${seq} is of kind ${chunk.kind[at]}, which this version does not know.`,
        { seq },
      )
    default:
      return kind satisfies never
  }
}

function payloadOf(chunk: EventColumns, at: number): JsonValue {
  const text = chunk.payloads.get(at)
  if (text === undefined) {
    const seq = chunk.firstSeq + at
    throw new DataError('LEDGER_DAMAGED', `Event ${seq} must carry JSON content, but has none.`, { seq })
  }
  return JSON.parse(text) as JsonValue
}

function* mapIterable<A, B>(source: Iterable<A>, map: (item: A) => B): Generator<B, void, undefined> {
  for (const item of source) yield map(item)
}
