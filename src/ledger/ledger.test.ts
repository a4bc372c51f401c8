import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sha256 } from '../model/index.ts'
import type { LedgerBlock } from './block.ts'
import {
  BLOCK_EVENTS,
  EventLog,
  foldLedger,
  KIND_CODES,
  ledgerHash,
  NONE,
  readBlocks,
  readLog,
  sealLedger,
  verifyLedger,
} from './index.ts'

const sha256: Sha256 = (...chunks) => {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

function sampleLog(fills: number): EventLog {
  const log = new EventLog()
  const started = log.appendJson(
    'run-started',
    { timeMs: 0, cause: NONE },
    {
      identity: { name: 'Übung ✓ 𝒳' },
      instruments: ['AAA', 'BBB'],
      multipliers: { BBB: 10 },
    },
  )
  log.append(KIND_CODES.opening, 0, started, NONE, 1_000, 0, 0)
  for (let n = 0; n < fills; n++) {
    const decision = log.append(KIND_CODES.decision, n, NONE, 1, 1_000, 900, 0)
    const quantity = n % 3 === 0 ? 2 : -1
    const order = log.append(KIND_CODES['order-submitted'], n, decision, n % 2, quantity, 1, 0)
    const fill = log.append(KIND_CODES.fill, n + 0.5, order, n % 2, quantity, 10 + (n % 7), 0)
    if (n % 4 === 0) log.append(KIND_CODES.fee, n + 0.5, fill, n % 2, 0.25, 0, 0)
  }
  log.appendJson('run-finished', { timeMs: fills, cause: NONE }, { fills })
  return log
}

describe('sealing', () => {
  it('gives back every event, over block borders too', () => {
    const log = sampleLog(25_000)
    const blocks = sealLedger(log, sha256)
    expect(log.count).toBeGreaterThan(BLOCK_EVENTS)
    expect(blocks.map(({ firstSeq }) => firstSeq)).toEqual([0, BLOCK_EVENTS])
    expect([...readBlocks(blocks)]).toEqual([...readLog(log)])
    expect(verifyLedger(blocks, ledgerHash(blocks), sha256)).toEqual({
      ok: true,
      events: log.count,
      firstBad: null,
    })
  })

  it('gives equal bytes for equal events', () => {
    expect(ledgerHash(sealLedger(sampleLog(50), sha256))).toBe(ledgerHash(sealLedger(sampleLog(50), sha256)))
  })

  it('folds to the same state from memory and from blocks', () => {
    const log = sampleLog(500)
    const fromBlocks = foldLedger(readBlocks(sealLedger(log, sha256)))
    const fromLog = foldLedger(readLog(log))
    expect(fromBlocks.cash).toBe(fromLog.cash)
    expect(fromBlocks.trades).toEqual(fromLog.trades)
    expect(fromLog.fees).toBe(125 * 0.25)
    expect(fromLog.fills[1]).toMatchObject({ instrument: 'BBB', quantity: -1, price: 11, fee: 0 })
  })
})

describe('verify', () => {
  const blocks = sealLedger(sampleLog(40), sha256)
  const [block] = blocks as [LedgerBlock]
  const recorded = ledgerHash(blocks)

  it('finds any changed bit, and names the event that holds it', () => {
    const columns = 38 * block.count
    fc.assert(
      fc.property(fc.nat({ max: block.bytes.length * 8 - 1 }), (bit) => {
        const bytes = block.bytes.slice()
        bytes[bit >> 3]! ^= 1 << (bit & 7)
        const verdict = verifyLedger([{ ...block, bytes }], recorded, sha256)
        expect(verdict.ok).toBe(false)
        const at = (bit >> 3) - 16
        if (at >= 0 && at < 24 * block.count)
          expect(verdict.firstBad?.seq).toBe(Math.floor(at / 8) % block.count)
        else if (at >= 0 && at < 36 * block.count) {
          expect(verdict.firstBad?.seq).toBe(Math.floor((at - 24 * block.count) / 4) % block.count)
        } else if (at >= 0 && at < columns)
          expect(verdict.firstBad?.seq).toBe((at - 36 * block.count) % block.count)
      }),
      { numRuns: 500 },
    )
  })

  it('finds a removed, repeated or foreign block and a changed hash', () => {
    const many = sealLedger(sampleLog(45_000), sha256)
    const hash = ledgerHash(many)
    expect(many.length).toBeGreaterThan(2)
    const first = many[0]!
    for (const wrong of [
      many.slice(1),
      many.slice(0, -1),
      [first, ...many],
      [first, ...many.slice(2)],
      many.map((each) => (each === first ? { ...each, hash: 'f'.repeat(64) } : each)),
      [],
    ]) {
      expect(verifyLedger(wrong, hash, sha256).ok).toBe(false)
    }
    expect(verifyLedger(many, 'f'.repeat(64), sha256).ok).toBe(false)
  })

  it('refuses a ledger without its end', () => {
    const log = new EventLog()
    log.appendJson(
      'run-started',
      { timeMs: 0, cause: NONE },
      { identity: {}, instruments: [], multipliers: {} },
    )
    const cut = sealLedger(log, sha256)
    expect(verifyLedger(cut, ledgerHash(cut), sha256).firstBad?.reason).toMatch(/run-finished/)
  })
})
