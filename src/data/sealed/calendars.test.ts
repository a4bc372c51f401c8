import { describe, expect, it } from 'vitest'
import { defaultInstrument } from '../../model/index.ts'
import { coverageCalendar } from './calendars.ts'
import type { SnapshotManifest } from './manifest.ts'

function calendarOf(recognised: string, interval: string, named?: 'fx'): string {
  const instrument = { ...defaultInstrument('X'), ...(named === undefined ? {} : { calendar: named }) }
  const manifest = {
    interval,
    instruments: [instrument],
    coverage: [{ calendar: recognised, bars: 1, missing: 0 }],
  } as unknown as SnapshotManifest
  return coverageCalendar(manifest, 0)
}

describe('the calendar of a sealed instrument', () => {
  it('is the one that was named, else the one that was recognised', () => {
    expect(calendarOf('nyse', '1d')).toBe('nyse')
    expect(calendarOf('nyse', '1d', 'fx')).toBe('fx')
  })

  it('is read from manifests of before calendars had their names', () => {
    expect(calendarOf('always', '1h')).toBe('24/7')
    expect(calendarOf('always', '1w')).toBe('none')
    expect(calendarOf('always', '1mo')).toBe('none')
    expect(calendarOf('weekly-pattern', '1d')).toBe('none')
  })
})
