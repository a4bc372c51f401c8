import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InstrumentBars } from '../../model/index.ts'
import { generateBars } from '../generate.ts'
import { sealBars } from '../seal-bars.ts'
import { diffSnapshots } from './diff.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-diff-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const seal = (bars: readonly InstrumentBars[]): string =>
  sealBars({ folder, bars, source: 'test', nowMs: 0 }).hash
const base = generateBars({ seed: 3, instruments: 3, days: 40, start: '2021-01-04' })

/** The bars of some rows. */
function rowsOf(bars: InstrumentBars, keep: (row: number) => boolean): InstrumentBars {
  const pick = (column: Float64Array): Float64Array => column.filter((_, row) => keep(row))
  return {
    instrument: bars.instrument,
    timeMs: pick(bars.timeMs),
    open: pick(bars.open),
    high: pick(bars.high),
    low: pick(bars.low),
    close: pick(bars.close),
    volume: pick(bars.volume),
  }
}

describe('diffSnapshots', () => {
  it('finds nothing between a snapshot and itself', () => {
    const hash = seal(base)
    expect(diffSnapshots({ folder, a: hash, b: hash })).toMatchObject({
      equal: true,
      interval: null,
      instruments: { added: [], removed: [], changed: [] },
      bars: [],
      findings: [],
    })
  })

  it('names instruments, attributes and the first bars that differ, with both values', () => {
    const [first, second, third] = base as [InstrumentBars, InstrumentBars, InstrumentBars]
    const volume = second.volume.map((value, row) => (row === 5 || row === 7 ? value + 1 : value))
    const renamed = { ...third, instrument: { ...third.instrument, id: 'OTHER', symbol: 'OTHER' } }
    const b = [
      { ...rowsOf(first, (row) => row < 38), instrument: { ...first.instrument, tickSize: 0.01 } },
      { ...second, volume },
      renamed,
    ]
    const found = diffSnapshots({ folder, a: seal(base), b: seal(b), examples: 1 })
    expect(found).toMatchObject({
      equal: false,
      a: { instruments: 3, bars: 120 },
      b: { instruments: 3, bars: 118 },
      instruments: {
        added: ['OTHER'],
        removed: ['GEN_003'],
        changed: [{ instrument: 'GEN_001', attribute: 'tickSize', a: null, b: 0.01 }],
      },
    })
    expect(found.bars.map(({ instrument }) => instrument)).toEqual(['GEN_001', 'GEN_002'])
    expect(found.bars[0]).toMatchObject({
      added: { count: 0 },
      removed: { count: 2, examples: [{ timeMs: first.timeMs[38], close: first.close[38] }] },
      changed: { count: 0 },
    })
    expect(found.bars[1]!.changed).toEqual({
      count: 2,
      examples: [
        { timeMs: second.timeMs[5], fields: { volume: { a: second.volume[5], b: second.volume[5]! + 1 } } },
      ],
    })
  })

  it('names another interval and findings that came or went', () => {
    const still = base.map((bars) => rowsOf(bars, () => true))
    for (const column of ['open', 'high', 'low', 'close'] as const) still[0]![column].fill(10, 3, 10)
    const found = diffSnapshots({ folder, a: seal(base), b: seal(still) })
    expect(found.findings).toContainEqual({
      code: 'STALE_PRICES',
      a: null,
      b: { severity: 'warning', count: 1 },
    })
    const weekly = sealBars({
      folder,
      bars: base.map((bars) => rowsOf(bars, (row) => row % 5 === 0)),
      interval: '1w',
      source: 'test',
      nowMs: 0,
    }).hash
    expect(diffSnapshots({ folder, a: seal(base), b: weekly }).interval).toEqual({ a: '1d', b: '1w' })
  })

  it('refuses a hash that is not there', () => {
    expect(() => diffSnapshots({ folder, a: seal(base), b: 'f'.repeat(64) })).toThrow('there is none')
  })

  it('counts what was taken away, added and changed, whatever the rows', () => {
    const [bars] = base as [InstrumentBars]
    const rows = fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 15 })
    fc.assert(
      fc.property(rows, rows, rows, (goneA, goneB, raised) => {
        const a = rowsOf(bars, (row) => !goneA.includes(row))
        const lifted = { ...bars, volume: bars.volume.map((v, row) => (raised.includes(row) ? v + 1 : v)) }
        const b = rowsOf(lifted, (row) => !goneB.includes(row))
        const found = diffSnapshots({
          folder,
          a: sealBars({ folder, bars: [a], interval: '1d', source: 'test', nowMs: 0 }).hash,
          b: sealBars({ folder, bars: [b], interval: '1d', source: 'test', nowMs: 0 }).hash,
        })
        const removed = goneB.filter((row) => !goneA.includes(row)).length
        const added = goneA.filter((row) => !goneB.includes(row)).length
        const changed = raised.filter((row) => !goneA.includes(row) && !goneB.includes(row)).length
        const [only] = found.bars
        expect([only?.removed.count ?? 0, only?.added.count ?? 0, only?.changed.count ?? 0]).toEqual([
          removed,
          added,
          changed,
        ])
      }),
      { numRuns: 40 },
    )
  })
})
