import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectTimeForm, type TimeForm, timeParser } from './time-formats.ts'
import { localTimeIn, REPEATED, SKIPPED } from './time-zone.ts'

const formOf = (...samples: string[]): TimeForm => {
  const verdict = detectTimeForm(samples)
  if (verdict.kind !== 'form') throw new Error(`${samples[0]} is ${verdict.kind}`)
  return verdict.form
}
/** Reads the text in the form that it shows itself, between bytes that do not belong to it. */
const read = (text: string, form = formOf(text)): number => {
  const bytes = new TextEncoder().encode(`9${text}9`)
  return timeParser(form)(bytes, 1, bytes.length - 1)
}

describe('times', () => {
  it.each([
    ['2020-04-17', '2020-04-17T00:00:00Z'],
    ['2020/4/7', '2020-04-07T00:00:00Z'],
    ['2020.04.17', '2020-04-17T00:00:00Z'],
    ['20200417', '2020-04-17T00:00:00Z'],
    ['20200417 093000', '2020-04-17T09:30:00Z'],
    ['2020-04-17 9:30', '2020-04-17T09:30:00Z'],
    ['2020-04-17T09:30:15', '2020-04-17T09:30:15Z'],
    ['2020-04-17 09:30:15.250', '2020-04-17T09:30:15.250Z'],
    ['2020-04-17 09:30:15.250000', '2020-04-17T09:30:15.250Z'],
    ['2020-04-17T09:30:15Z', '2020-04-17T09:30:15Z'],
    ['2020-04-17 09:30:15 UTC', '2020-04-17T09:30:15Z'],
    ['2020-04-17T09:30+05:30', '2020-04-17T04:00:00Z'],
    ['2020-04-17 09:30:00-0400', '2020-04-17T13:30:00Z'],
    ['2020-04-17 09:30:00-04', '2020-04-17T13:30:00Z'],
    ['4/17/2020', '2020-04-17T00:00:00Z'],
    ['17/4/2020 14:05', '2020-04-17T14:05:00Z'],
    ['1587081600', '2020-04-17T00:00:00Z'],
    ['1587081600.0', '2020-04-17T00:00:00Z'],
    ['1587081600123', '2020-04-17T00:00:00.123Z'],
    ['1587081600123000', '2020-04-17T00:00:00.123Z'],
    ['1587081600123000000', '2020-04-17T00:00:00.123Z'],
    ['-315619200', '1960-01-01T00:00:00Z'],
  ])('%s is %s', (text, iso) => expect(read(text)).toBe(Date.parse(iso)))

  it.each([
    ['2020-04-17', '2020-04-31'],
    ['2020-04-17', '2019-02-29'],
    ['2020-04-17', '2020-13-01'],
    ['2020-04-17', '2020-04'],
    ['2020-04-17', '2020-04-17 09:30'],
    ['2020-04-17', '2020-4-171'],
    ['2020-04-17', '04/17/2020'],
    ['2020-04-17 09:30', '2020-04-17'],
    ['2020-04-17 09:30', '2020-04-17 24:00'],
    ['2020-04-17 09:30', '2020-04-17 09:60'],
    ['2020-04-17 09:30', '2020-04-17 09:30Z'],
    ['2020-04-17 09:30', '2020-04-17 09:3'],
    ['2020-04-17 09:30', '2020-04-17 09:30:0'],
    ['2020-04-17 09:30', '2020-04-17 09:30:00.0005'],
    ['2020-04-17T09:30Z', '2020-04-17T09:30'],
    ['2020-04-17T09:30Z', '2020-04-17T09:30+1'],
    ['1587081600123000', '1587081600123001'],
    ['1587081600', '1587081600.5'],
    ['1587081600', '-'],
  ])('in the form of %s, %s is none', (form, text) => expect(read(text, formOf(form))).toBeNaN())

  it('reads every day of four centuries as Date does', () => {
    const form = formOf('2020-04-17')
    for (let day = Date.UTC(1799, 0, 1); day < Date.UTC(2201, 0, 1); day += 86_400_000) {
      const text = new Date(day).toISOString().slice(0, 10)
      expect(read(text, form)).toBe(day)
    }
  })

  it('never throws and never gives but a number, whatever the bytes', () => {
    const forms = ['2020-04-17', '2020-04-17 09:30', '2020-04-17T09:30Z', '4/17/2020', '1587081600'].map(
      (text) => formOf(text),
    )
    fc.assert(
      fc.property(fc.constantFrom(...forms), fc.uint8Array({ maxLength: 30 }), (form, bytes) => {
        expect(typeof timeParser(form)(bytes, 0, bytes.length)).toBe('number')
      }),
    )
  })

  it('asks where the month could be the day', () => {
    expect(detectTimeForm(['01/02/2020', '03/04/2020'])).toEqual({ kind: 'ambiguous-date' })
    expect(formOf('01/02/2020', '13/04/2020')).toMatchObject({ order: 'dmy' })
    expect(formOf('01/02/2020', '01/31/2020')).toMatchObject({ order: 'mdy' })
    expect(detectTimeForm(['01/02/2020'], 'dmy')).toMatchObject({ form: { order: 'dmy' } })
    expect(detectTimeForm(['noon'])).toEqual({ kind: 'unknown', sample: 'noon' })
  })
})

describe('local times', () => {
  const newYork = localTimeIn('America/New_York')
  const local = (text: string): number => Date.parse(`${text}Z`)

  it.each([
    ['2020-03-08T01:59:00', '2020-03-08T06:59:00Z'],
    ['2020-03-08T03:00:00', '2020-03-08T07:00:00Z'],
    ['2020-11-01T00:59:00', '2020-11-01T04:59:00Z'],
    ['2020-11-01T02:00:00', '2020-11-01T07:00:00Z'],
    ['2020-07-01T09:30:00', '2020-07-01T13:30:00Z'],
    ['1950-01-03T10:00:00', '1950-01-03T15:00:00Z'],
  ])('%s in New York is %s', (text, iso) => expect(newYork(local(text))).toBe(Date.parse(iso)))

  it('says which times never were and which were twice', () => {
    expect(newYork(local('2020-03-08T02:00:00'))).toBe(SKIPPED)
    expect(newYork(local('2020-03-08T02:59:59'))).toBe(SKIPPED)
    expect(newYork(local('2020-11-01T01:00:00'))).toBe(REPEATED)
    expect(newYork(local('2020-11-01T01:59:59'))).toBe(REPEATED)
    // A whole day that Samoa skipped.
    expect(localTimeIn('Pacific/Apia')(local('2011-12-30T12:00:00'))).toBe(SKIPPED)
    // Half an hour on Lord Howe Island.
    expect(localTimeIn('Australia/Lord_Howe')(local('2020-04-05T01:45:00'))).toBe(REPEATED)
  })

  it('is the inverse of the zone’s wall clock, where there is one instant', () => {
    const wall = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Berlin',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    const berlin = localTimeIn('Europe/Berlin')
    const anyMinute = fc.integer({ min: Date.UTC(1990, 0, 1) / 60_000, max: Date.UTC(2037, 0, 1) / 60_000 })
    fc.assert(
      fc.property(anyMinute, (minute) => {
        const instant = berlin(Date.parse(`${wall.format(minute * 60_000).replace(' ', 'T')}Z`))
        if (instant !== REPEATED) expect(instant).toBe(minute * 60_000)
      }),
    )
  })
})
