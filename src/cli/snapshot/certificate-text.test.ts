import { describe, expect, it } from 'vitest'
import type { SnapshotManifest } from '../../data/index.ts'
import { defaultInstrument } from '../../model/index.ts'
import { certificateText, coverageDocument, wrapped } from './certificate-text.ts'

const sealed = (id: string, more: object = {}): SnapshotManifest['instruments'][number] => ({
  ...defaultInstrument(id),
  bars: 1_000,
  firstTimeMs: Date.UTC(2020, 0, 2, 14, 30),
  lastTimeMs: Date.UTC(2020, 0, 9, 20, 59),
  sha256: '0'.repeat(64),
  ...more,
})
const example = (line: number, text: string) => ({
  file: 'a-file-with-a-name-of-some-length.csv',
  line,
  instrument: 'AAA',
  time: '2020-01-03T15:00:00Z',
  text,
})
const certified = {
  instruments: [sealed('AAA'), sealed('BBB', { currency: 'EUR' })],
  coverage: [
    { calendar: 'nyse', bars: 1_000, missing: 3 },
    { calendar: 'nyse', bars: 1_000, missing: 0 },
  ],
  findings: [
    { code: 'EMPTY_VALUE', severity: 'accepted', count: 2, examples: [example(7, 'close is empty')] },
    {
      code: 'GAPS',
      severity: 'warning',
      count: 5,
      examples: [
        example(90, '2 bars missing after 2020-01-03T14:57:00Z (the longest gap)'),
        example(120, '1 bar missing after 2020-01-03T15:57:00Z'),
        example(130, '1 bar missing after 2020-01-03T16:57:00Z'),
        example(140, '1 bar missing after 2020-01-03T17:57:00Z'),
      ],
    },
  ],
} satisfies Parameters<typeof certificateText>[0]

describe('certificateText', () => {
  it('says coverage, gaps with the longest, accepted errors and warnings with their places, in 80 columns', async () => {
    expect((await certificateText(certified)).split('\n')).toEqual([
      'Coverage: 99.85 % of what is expected; 3 of 2,003 bars missing between the first',
      '  and the last of each instrument, by the calendar nyse',
      'Gaps: 5; AAA 2020-01-03T15:00:00Z: 2 bars missing after 2020-01-03T14:57:00Z',
      '  (the longest gap)',
      'Findings: 1 error that was accepted, 1 warning',
      '  accepted EMPTY_VALUE, 2 times',
      '    a cell that must hold a value is empty; such rows were left out',
      '      a-file-with-a-name-of-some-length.csv:7 AAA 2020-01-03T15:00:00Z: close is',
      '        empty',
      '      and 1 more',
      '  warning GAPS, 5 times',
      '    bars that the calendar or the pattern of the data lets expect are missing',
      '      a-file-with-a-name-of-some-length.csv:90 AAA 2020-01-03T15:00:00Z: 2 bars',
      '        missing after 2020-01-03T14:57:00Z (the longest gap)',
      '      a-file-with-a-name-of-some-length.csv:120 AAA 2020-01-03T15:00:00Z: 1 bar',
      '        missing after 2020-01-03T15:57:00Z',
      '      a-file-with-a-name-of-some-length.csv:130 AAA 2020-01-03T15:00:00Z: 1 bar',
      '        missing after 2020-01-03T16:57:00Z',
      '      and 2 more',
      '',
      'Instruments: 2, class equity, calendar nyse',
      'instrument  currency   bars  from               to                 missing',
      'AAA         USD       1,000  2020-01-02T14:30Z  2020-01-09T20:59Z        3',
      'BBB         EUR       1,000  2020-01-02T14:30Z  2020-01-09T20:59Z        0',
    ])
  })

  it('says that there is nothing where there is nothing', async () => {
    const whole = certified.coverage.map((one) => ({ ...one, missing: 0 }))
    const text = await certificateText({ ...certified, findings: [], coverage: whole })
    expect(text).toContain('Coverage: 100 % of what is expected; 0 of 2,000')
    expect(text).toContain('Gaps: none\nFindings: none\n')
  })

  it('never calls nearly all all', async () => {
    const almost = [{ calendar: '24/7' as const, bars: 1_000_000, missing: 1 }, certified.coverage[1]!]
    const text = await certificateText({ ...certified, coverage: almost })
    expect(text).toContain('Coverage: 99.99 % of what is expected')
  })
})

describe('coverageDocument', () => {
  it('counts what was expected of each instrument', () => {
    expect(coverageDocument(certified)[0]).toEqual({
      instrument: 'AAA',
      calendar: 'nyse',
      expected: 1_003,
      bars: 1_000,
      missing: 3,
    })
  })
})

describe('wrapped', () => {
  it('leaves a word that is longer than a line whole', () => {
    expect(wrapped(`a ${'x'.repeat(100)} b`, 2)).toEqual(['a', `  ${'x'.repeat(100)}`, '  b'])
  })
})
