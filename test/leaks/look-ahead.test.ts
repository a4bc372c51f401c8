/**
 * The look-ahead proof over its corpus: every planted leak found, named and measured, no honest strategy accused. What came out is
 * published in docs/reference/look-ahead.md; UPDATE_DOCS=1 writes it anew.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { isoTime, rowsByInstrument } from '../../src/model/index.ts'
import { resolveParams, type Strategy } from '../../src/strategy/index.ts'
import { PLAIN_CONFIG } from '../../src/testing/index.ts'
import { type LookAheadProof, proveNoLookAhead } from '../../src/validation/index.ts'
import { type LeakCase, RAGGED } from './corpus.ts'
import { HONEST_DECISIONS } from './honest-decisions.ts'
import { HONEST_FEATURES } from './honest-features.ts'
import { HONEST_FUNCTIONS } from './honest-functions.ts'
import { PLANTED_CAPTURED } from './planted-captured.ts'
import { PLANTED_COMPOSED } from './planted-composed.ts'
import { PLANTED_SAMPLES } from './planted-samples.ts'
import { PLANTED_WINDOWS } from './planted-windows.ts'

const PAGE = new URL('../../docs/reference/look-ahead.md', import.meta.url)
const PLANTED = [...PLANTED_WINDOWS, ...PLANTED_SAMPLES, ...PLANTED_COMPOSED, ...PLANTED_CAPTURED]
const HONEST = [...HONEST_FEATURES, ...HONEST_FUNCTIONS, ...HONEST_DECISIONS]

const proofs = new Map<LeakCase, LookAheadProof>()

function proofOf(given: LeakCase): LookAheadProof {
  const known = proofs.get(given)
  if (known !== undefined) return known
  const { build, table = RAGGED, config } = given
  const strategy = (): Strategy => build() as Strategy
  const params = resolveParams(strategy().params, {})
  const proof = proveNoLookAhead({ table, strategy, params, config: { ...PLAIN_CONFIG, ...config } })
  proofs.set(given, proof)
  return proof
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

describe('the published results', () => {
  it('are those of this run', async () => {
    const page = pageText()
    if (process.env['UPDATE_DOCS'] === '1') await writeFile(PAGE, page)
    expect(await readFile(PAGE, 'utf8'), 'write it anew: UPDATE_DOCS=1 npx vitest run test/leaks').toBe(page)
  })
})

afterAll(() => proofs.clear())

function pageText(): string {
  const found = PLANTED.filter((planted) => !proofOf(planted).ok).length
  const accused = HONEST.filter((honest) => !proofOf(honest).ok).length
  const cuts = [...PLANTED, ...HONEST].reduce((sum, each) => sum + proofOf(each).cuts, 0)
  return `# Look-ahead proof: results over the corpus

Written by test/leaks/look-ahead.test.ts from what the proof found; the test fails where this page is stale. What the proof does
and where it ends: [features](../concepts/feature.md).

**${found} of ${PLANTED.length} planted leaks found, ${accused} of ${HONEST.length} honest strategies accused**, ${cuts.toLocaleString('en-US')} cuts in all: at each, what lies behind the
pulse was cut off or replaced by NaN, huge, reversed or shuffled numbers.

**Why it is a proof.** What a feature says of a bar is computed again from the bars up to it, at every bar of every instrument and
under each of the five kinds, and compared to the bit: nothing is sampled. Where the bars behind are cut off there is nothing left to
read, so equal bits at every bar mean that no later bar made any value of this run. The other kinds look for what a function would
read if later bars were others. For functions of whole columns a first look puts 64 bars of poison behind the cut and ends the history there; if it
finds anything, all is done again with poison to the end before anything is named.

## Planted leaks

Each strategy has one leak. *Named* is what the proof calls it, *ahead* how many bars away the farthest bar lies that it reads from
the first bar that leaks (pulses, where \`decide\` leaks).

| strategy | how it looks ahead | named | first at | ahead |
|---|---|---|---|---:|
${PLANTED.map(plantedRow).join('\n')}

## Honest strategies

| strategy | what it does | features bar by bar | whole columns | across | fills | verdict |
|---|---|---:|---:|---:|---:|---|
${HONEST.map(honestRow).join('\n')}
`
}

function plantedRow(planted: LeakCase): string {
  const [leak] = proofOf(planted).leaks
  if (leak === undefined) return `| ${planted.name} | ${planted.idea} | **missed** | | |`
  const named = leak.key === null ? `\`${leak.feature}\`` : `\`${leak.feature}\`, by \`${leak.key}\``
  const place = `${leak.instrument ?? 'all'}, ${isoTime(leak.time)}`
  return `| ${planted.name} | ${planted.idea} | ${named} | ${place} | ${leak.readsAhead ?? ''} |`
}

function honestRow(honest: LeakCase): string {
  const { ok, checked, isOptimistic } = proofOf(honest)
  const { kernels, columns, across, fills } = checked
  const verdict = ok ? (isOptimistic ? 'proved, optimistic' : 'proved') : '**accused**'
  return `| ${honest.name} | ${honest.idea} | ${kernels} | ${columns} | ${across} | ${fills} | ${verdict} |`
}
