/**
 * Returns by UTC calendar month of the bar's opening date: the daily bar of 31 January closes on 1 February at midnight, and
 * its return belongs to January. A month's return runs from the last pulse before it to its last pulse.
 */
import type { EquityPath } from './returns.ts'

export type MonthReturn = {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** Null where the equity it starts from is not above zero. */
  readonly value: number | null
}

export type YearReturns = {
  readonly year: number
  /** Twelve values, January first; null where the run has no pulse in the month. */
  readonly months: readonly (number | null)[]
  readonly total: number | null
}

export interface MonthInput extends EquityPath {
  /** Opening instants of the bars of each pulse, ascending, epoch ms. */
  readonly pulseOpenMs: Float64Array
}

/** One row a month that has a pulse, ascending. */
export function monthlyReturns({ equity, openingEquity, pulseOpenMs }: MonthInput): MonthReturn[] {
  const rows: MonthReturn[] = []
  let base = openingEquity
  let n = 0
  while (n < equity.length) {
    const date = new Date(pulseOpenMs[n]!)
    const year = date.getUTCFullYear()
    const month = date.getUTCMonth()
    const end = Date.UTC(year, month + 1, 1)
    while (n + 1 < equity.length && pulseOpenMs[n + 1]! < end) n++
    const last = equity[n]!
    rows.push({ year, month: month + 1, value: base > 0 ? last / base - 1 : null })
    base = last
    n++
  }
  return rows
}

/** The table of a heat map: a row a year with its twelve months and its total. */
export function yearlyReturns(input: MonthInput): YearReturns[] {
  const years = new Map<number, { months: (number | null)[]; growth: number | null }>()
  for (const { year, month, value } of monthlyReturns(input)) {
    const row = years.get(year) ?? { months: Array<number | null>(12).fill(null), growth: 1 }
    row.months[month - 1] = value
    row.growth = row.growth === null || value === null ? null : row.growth * (1 + value)
    years.set(year, row)
  }
  return Array.from(years, ([year, { months, growth }]) => ({
    year,
    months,
    total: growth === null ? null : growth - 1,
  }))
}
