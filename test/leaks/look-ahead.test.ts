import { describe, expect, it } from 'vitest'
import { rowsByInstrument } from '../../src/model/index.ts'
import { resolveParams, type Strategy } from '../../src/strategy/index.ts'
import { PLAIN_CONFIG } from '../../src/testing/index.ts'
import { type LookAheadProof, proveNoLookAhead } from '../../src/validation/index.ts'
import { type LeakCase, RAGGED } from './corpus.ts'
import { HONEST_DECISIONS, HONEST_FEATURES } from './honest.ts'
import { PLANTED_COLUMNS } from './planted-columns.ts'
import { PLANTED_ELSEWHERE } from './planted-elsewhere.ts'

const HONEST = [...HONEST_FEATURES, ...HONEST_DECISIONS]
const PLANTED = [...PLANTED_COLUMNS, ...PLANTED_ELSEWHERE]

function proofOf({ build, table = RAGGED, config }: LeakCase): LookAheadProof {
  const strategy = (): Strategy => build() as Strategy
  const params = resolveParams(strategy().params, {})
  return proveNoLookAhead({ table, strategy, params, config: { ...PLAIN_CONFIG, ...config } })
}

/** Bars of the leak's instrument behind the bar that leaks. */
function barsBehind({ table = RAGGED }: LeakCase, { leaks: [leak] }: LookAheadProof): number {
  const i = table.instruments.findIndex(({ id }) => id === leak!.instrument)
  const opens = [...rowsByInstrument(table)[i]!].map((row) => {
    const pulse = table.pulseStart.findLastIndex((start) => start <= row)
    return table.pulseOpenMs[pulse]!
  })
  return opens.length - 1 - opens.indexOf(leak!.time)
}

describe('planted leaks', () => {
  it.each(PLANTED.map((planted) => [planted.name, planted] as const))(
    '%s is found and named',
    (_, planted) => {
      const proof = proofOf(planted)
      const { feature, readsAhead } = planted.leak!
      expect(
        proof.leaks.map((leak) => leak.feature),
        proof.leaks.map(({ text }) => text).join('\n'),
      ).toEqual([feature])
      const [leak] = proof.leaks
      expect(leak!.reason).toBe('look-ahead')
      if (readsAhead === 'last') expect(leak!.readsAhead).toBe(barsBehind(planted, proof))
      else if (readsAhead !== undefined) expect(leak!.readsAhead).toBe(readsAhead)
    },
  )
})

describe('honest strategies', () => {
  it.each(HONEST.map((honest) => [honest.name, honest] as const))('%s is proved', (_, honest) => {
    const proof = proofOf(honest)
    expect(proof.leaks.map(({ text }) => text)).toEqual([])
    expect(proof.ok).toBe(true)
    expect(proof.cuts).toBe(5 * proof.pulses)
    expect(proof.isOptimistic).toBe(honest.name === 'same-close')
  })
})
