import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classifyNumber, parseDecimal } from './decimal.ts'

const parse = (text: string): number => {
  const bytes = new TextEncoder().encode(`,${text},`)
  return parseDecimal(bytes, 1, bytes.length - 1)
}

describe('parseDecimal', () => {
  it('gives the double that Number gives, for shortest texts of any double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parse(String(value))).toBe(Number(String(value)))
      }),
    )
  })

  it('gives the double that Number gives, for texts with 1 to 25 digits', () => {
    const digits = fc.stringMatching(/^[0-9]{1,12}$/)
    fc.assert(
      fc.property(fc.constantFrom('', '-', '+'), digits, digits, (sign, whole, fraction) => {
        for (const text of [`${sign}${whole}.${fraction}`, `${sign}${whole}`, `${sign}.${fraction}`]) {
          expect(Object.is(parse(text), Number(text)), text).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    '',
    ' ',
    '-',
    '.',
    '1.2.3',
    '1,5',
    '0x10',
    '1e',
    'ten',
    '--1',
    '1 2',
    '$5',
    'NaN',
    'inf',
    '1e999',
  ])('refuses %j', (text) => expect(parse(text)).toBeNaN())
})

describe('classifyNumber', () => {
  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['NaN', 'not-finite'],
    ['-inf', 'not-finite'],
    ['null', 'not-finite'],
    ['1e999', 'not-finite'],
    ['1,5', 'not-a-number'],
    ['0x10', 'not-a-number'],
  ])('%j is %s', (text, verdict) => expect(classifyNumber(text)).toBe(verdict))
})
