/**
 * The hash chain: a block's hash is SHA-256 over the previous block's hash (its 64 hexadecimal digits; 64 zeros before
 * the first) and the block's canonical bytes. The ledger's hash is that of its last block.
 */
import { DataError, type Sha256 } from '../model/index.ts'
import type { LedgerBlock } from './block.ts'
import { decodeBlock, encodeBlock, firstChangedEvent } from './codec.ts'
import type { EventColumns, EventLog } from './event-log.ts'
import { KIND_CODES } from './events.ts'

const GENESIS = '0'.repeat(64)

/** Seals all events of a log into blocks. */
export function sealLedger(log: EventLog, sha256: Sha256): LedgerBlock[] {
  let previous = GENESIS
  return log.chunks
    .filter((chunk) => chunk.count > 0)
    .map((chunk, index) => {
      const bytes = encodeBlock(chunk)
      previous = sha256(previous, bytes)
      return { index, firstSeq: chunk.firstSeq, count: chunk.count, bytes, hash: previous }
    })
}

/** The hash of the whole ledger. */
export function ledgerHash(blocks: readonly LedgerBlock[]): string {
  return blocks.at(-1)?.hash ?? GENESIS
}

export interface LedgerVerdict {
  readonly ok: boolean
  /** Events read before the first bad one, or all. */
  readonly events: number
  readonly firstBad: null | { readonly seq: number; readonly reason: string }
}

/**
 * Checks every byte of a ledger against its chain and the hash that was recorded for it; names the first event that is
 * not as it was written. Blocks come in order; `recordedHash` is the ledger's hash as stored with the run.
 */
export function verifyLedger(
  blocks: Iterable<LedgerBlock>,
  recordedHash: string,
  sha256: Sha256,
): LedgerVerdict {
  let previous = GENESIS
  let events = 0
  let lastKind = 0
  let index = 0
  const bad = (seq: number, reason: string): LedgerVerdict => ({
    ok: false,
    events: seq,
    firstBad: { seq, reason },
  })
  for (const block of blocks) {
    if (block.index !== index) return bad(events, `block ${index} is missing`)
    const hash = sha256(previous, block.bytes)
    const decoded = tryDecode(block.bytes)
    if (typeof decoded === 'string') return bad(events, decoded)
    if (hash !== block.hash) return bad(...firstDifference(decoded, events))
    if (decoded.firstSeq !== events || block.firstSeq !== events || decoded.count !== block.count) {
      return bad(events, `block ${index} does not follow event ${events - 1}`)
    }
    events += decoded.count
    lastKind = decoded.kind[decoded.count - 1] ?? 0
    previous = hash
    index++
  }
  if (previous !== recordedHash) {
    return bad(events, `the ledger's hash is ${previous}, but ${recordedHash} was recorded with the run`)
  }
  if (lastKind !== KIND_CODES['run-finished']) return bad(events, 'the ledger does not end with run-finished')
  return { ok: true, events, firstBad: null }
}

function tryDecode(bytes: Uint8Array): EventColumns | string {
  try {
    return decodeBlock(bytes)
  } catch (error) {
    if (error instanceof DataError) return error.message
    throw error
  }
}

function firstDifference(block: EventColumns, firstSeq: number): [number, string] {
  const changed = firstChangedEvent(block)
  if (changed >= 0) return [firstSeq + changed, 'the event is not as it was written']
  return [
    firstSeq,
    "the block's hash does not cover its bytes, though each event agrees with its own check sum: header or hash was changed",
  ]
}
