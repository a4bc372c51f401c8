import { describe, expect, it } from 'vitest'
import {
  formatDuration,
  formatFigure,
  formatFraction,
  formatMoney,
  formatPlain,
  formatPrice,
  formatTime,
  groupedNumber,
} from './format.ts'

describe('figures as text', () => {
  it.each([
    [0, 2, '0.00'],
    [-0.001, 2, '0.00'],
    [999.999, 2, '1,000.00'],
    [-1234567.891, 2, '-1,234,567.89'],
    [10734075.2121304, 0, '10,734,075'],
    [1e22, 2, '1.000e+22'],
  ])('groups %f to %i decimals as %s', (value, decimals, text) => {
    expect(groupedNumber(value, decimals)).toBe(text)
  })

  it.each([
    [0.153417, '15.34%'],
    [-0.0031874, '-0.32%'],
    [0, '0.00%'],
    [0.00001234, '0.0012%'],
    [-0.0000000001, '-1.0e-8%'],
    [15.9, '1,590.00%'],
    [null, 'n/a'],
  ])('writes the fraction %s as %s', (value, text) => {
    expect(formatFraction(value)).toBe(text)
  })

  it.each([
    [4_200, '4.2 s'],
    [42_000, '42 s'],
    [35 * 60_000, '35 min'],
    [7.5 * 3_600_000, '7.5 h'],
    [204 * 86_400_000, '204 days'],
    [1_242 * 86_400_000, '3.4 years'],
  ])('writes %i ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  it('writes instants to the minute, days alone at midnight', () => {
    expect(formatTime(Date.UTC(2020, 3, 17))).toBe('2020-04-17')
    expect(formatTime(Date.UTC(2020, 3, 17, 13, 30))).toBe('2020-04-17 13:30')
    expect(formatTime(Date.UTC(2020, 3, 17, 13, 30, 5))).toBe('2020-04-17T13:30:05Z')
  })

  it('keeps the decimals of quantities, and two at least of prices', () => {
    expect([formatPlain(0.00012345), formatPlain(1_500), formatPlain(0.1 + 0.2)]).toEqual([
      '0.00012345',
      '1,500',
      '0.3',
    ])
    expect([formatPrice(240.7), formatPrice(1.07219), formatPrice(50_000)]).toEqual([
      '240.70',
      '1.07219',
      '50,000.00',
    ])
  })

  it('writes what is undefined as n/a in every unit', () => {
    for (const unit of ['money', 'fraction', 'ratio', 'count', 'duration', 'time'] as const) {
      expect(formatFigure(null, unit)).toBe('n/a')
    }
    expect(formatMoney(-5)).toBe('-5.00')
  })
})
