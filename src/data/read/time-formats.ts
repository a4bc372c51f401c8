/**
 * The forms of a time column: what form the first rows show, and a byte parser for it. A form is fixed for a whole file:
 * a row of another form is an error that names its line, never a guess.
 */

export type TimeForm =
  | { readonly kind: 'epoch'; readonly unit: EpochUnit }
  | {
      readonly kind: 'calendar'
      readonly order: DateOrder
      /** Whether a time of day follows the date. */
      readonly hasTime: boolean
      /** Whether the text ends in its zone (Z or an offset). */
      readonly hasZone: boolean
    }
  | {
      /** Wall-clock ms since the midnight of a day that the file's name says. */
      readonly kind: 'since-midnight'
      readonly dayMs: number
    }

export type EpochUnit = 's' | 'ms' | 'us' | 'ns'
export type DateOrder = 'ymd' | 'mdy' | 'dmy'

const YMD = /^\d{4}([-/.])\d{1,2}\1\d{1,2}|^\d{8}(?!\d)/
const SHORT = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}/
const CLOCK = /^[T ]\s*\d{1,2}:\d{2}(:\d{2}([.,]\d{1,9})?)?|^[T ]\d{6}(?!\d)/
const ZONE = /^ ?(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})$/

/** What the samples (texts of one column) show: a form, or why there is none. */
export type TimeFormVerdict =
  | { readonly kind: 'form'; readonly form: TimeForm }
  | { readonly kind: 'ambiguous-date' }
  | { readonly kind: 'unknown'; readonly sample: string }

/** The form that all samples share; `dateOrder` decides between 03/04 and 04/03 where the samples do not. */
export function detectTimeForm(samples: readonly string[], dateOrder?: DateOrder): TimeFormVerdict {
  const first = samples[0] ?? ''
  if (/^-?\d{9,19}(\.0+)?$/.test(first)) return detectEpoch(samples)
  const ymd = YMD.exec(first)
  const date = ymd ?? SHORT.exec(first)
  if (date === null) return { kind: 'unknown', sample: first }
  let rest = first.slice(date[0].length)
  const clock = CLOCK.exec(rest)
  if (clock !== null) rest = rest.slice(clock[0].length)
  const hasZone = clock !== null && ZONE.test(rest)
  if (!hasZone && rest !== '') return { kind: 'unknown', sample: first }
  const order = ymd === null ? detectOrder(samples, dateOrder) : 'ymd'
  if (order === undefined) return { kind: 'ambiguous-date' }
  return { kind: 'form', form: { kind: 'calendar', order, hasTime: clock !== null, hasZone } }
}

function detectEpoch(samples: readonly string[]): TimeFormVerdict {
  const digits = Math.max(...samples.map((text) => /^-?(\d*)/.exec(text)?.[1]?.length ?? 0))
  const unit = digits <= 10 ? 's' : digits <= 13 ? 'ms' : digits <= 16 ? 'us' : 'ns'
  return { kind: 'form', form: { kind: 'epoch', unit } }
}

function detectOrder(samples: readonly string[], explicit?: DateOrder): DateOrder | undefined {
  if (explicit !== undefined && explicit !== 'ymd') return explicit
  for (const sample of samples) {
    const match = SHORT.exec(sample)
    if (match === null) continue
    if (Number(match[1]) > 12) return 'dmy'
    if (Number(match[2]) > 12) return 'mdy'
  }
  return undefined
}

/** Reads bytes[from, to): epoch ms where the form has a zone or is an epoch, else local ms; NaN where it does not fit. */
export type TimeParser = (bytes: Uint8Array, from: number, to: number) => number

export function timeParser(form: TimeForm): TimeParser {
  switch (form.kind) {
    case 'epoch':
      return epochParser(form.unit)
    case 'calendar':
      return calendarParser(form)
    case 'since-midnight':
      return (bytes, from, to) => {
        const sinceMs = digitsOf(bytes, from, to)
        return sinceMs >= 0 && sinceMs < 86_400_000 ? form.dayMs + sinceMs : Number.NaN
      }
    default:
      return form satisfies never
  }
}

/** Digits after the last one that counts in ms must be zeros: a bar opens at a whole millisecond. */
function epochParser(unit: EpochUnit): TimeParser {
  const dropped = unit === 'us' ? 3 : unit === 'ns' ? 6 : 0
  const factor = unit === 's' ? 1_000 : 1
  return (bytes, from, to) => {
    let at = from
    const negative = bytes[at] === 45
    if (negative) at++
    let end = at
    while (end < to && isDigit(bytes[end]!)) end++
    for (let n = end; n < to; n++) {
      if (n === end ? bytes[n] !== 46 : bytes[n] !== 48) return Number.NaN
    }
    if (end === at) return Number.NaN
    const kept = Math.max(at, end - dropped)
    for (let n = kept; n < end; n++) if (bytes[n] !== 48) return Number.NaN
    const value = kept === at ? 0 : digitsOf(bytes, at, kept) * factor
    return negative ? 0 - value : value
  }
}

function calendarParser(form: TimeForm & { kind: 'calendar' }): TimeParser {
  const { order, hasTime, hasZone } = form
  let cachedDate = -1
  let cachedMs = Number.NaN
  return (bytes, from, to) => {
    const dateEnd = dateEndOf(bytes, from, to)
    const packed = order === 'ymd' ? packYmd(bytes, from, dateEnd) : packShort(bytes, from, dateEnd)
    if (packed < 0) return Number.NaN
    const ymd = order === 'dmy' ? swapMonthAndDay(packed) : packed
    if (ymd !== cachedDate) {
      cachedDate = ymd
      cachedMs = midnightMs(ymd)
    }
    if (!hasTime) return dateEnd === to ? cachedMs : Number.NaN
    return cachedMs + clockMs(bytes, dateEnd, to, hasZone)
  }
}

function dateEndOf(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at] !== 32 && bytes[at] !== 84) at++
  return at
}

/** `2020-04-17`, `2020/4/17` or `20200417` as 20200417; -1 where it is none of them. */
function packYmd(bytes: Uint8Array, from: number, to: number): number {
  if (to - from === 8 && isDigit(bytes[from + 4]!)) return digitsOf(bytes, from, to)
  const mark = bytes[from + 4]
  if (mark !== 45 && mark !== 47 && mark !== 46) return -1
  const second = bytes[from + 6] === mark ? from + 6 : from + 7
  if (bytes[second] !== mark || second < from + 6) return -1
  return pack(
    digitsOf(bytes, from, from + 4),
    digitsOf(bytes, from + 5, second),
    digitsOf(bytes, second + 1, to),
    to - second,
  )
}

/** `4/17/2020` as 20200417, the first number being the month. */
function packShort(bytes: Uint8Array, from: number, to: number): number {
  let first = from
  while (first < to && isDigit(bytes[first]!)) first++
  const mark = bytes[first]
  if (mark !== 45 && mark !== 47 && mark !== 46) return -1
  let second = first + 1
  while (second < to && isDigit(bytes[second]!)) second++
  if (bytes[second] !== mark || to - second !== 5) return -1
  return pack(
    digitsOf(bytes, second + 1, to),
    digitsOf(bytes, from, first),
    digitsOf(bytes, first + 1, second),
    second - first,
  )
}

function pack(year: number, month: number, day: number, width: number): number {
  return year >= 0 && month >= 0 && day >= 0 && month < 100 && day < 100 && width > 1 && width < 4
    ? year * 10_000 + month * 100 + day
    : -1
}

function swapMonthAndDay(ymd: number): number {
  return Math.floor(ymd / 10_000) * 10_000 + (ymd % 100) * 100 + (Math.floor(ymd / 100) % 100)
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * UTC midnight of a packed date; NaN for a day that no calendar has. Days since 1970 by counting years from March, so
 * that the leap day is the last (Hinnant, "chrono-compatible low-level date algorithms", days_from_civil).
 */
function midnightMs(ymd: number): number {
  const year = Math.floor(ymd / 10_000)
  const month = Math.floor(ymd / 100) % 100
  const day = ymd % 100
  if (month < 1 || month > 12 || day < 1) return Number.NaN
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (day > MONTH_DAYS[month - 1]! + (month === 2 && isLeap ? 1 : 0)) return Number.NaN
  const years = month <= 2 ? year - 1 : year
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400)
  return (years * 365 + leapDays + dayOfYear - 719_468) * 86_400_000
}

/** ` 09:30`, `T09:30:00.250`, ` 093000`, each with its zone or without: ms to add to midnight. */
function clockMs(bytes: Uint8Array, from: number, to: number, hasZone: boolean): number {
  let at = from + 1
  while (at < to && bytes[at] === 32) at++
  const hourEnd = at + (isDigit(bytes[at + 1] ?? 0) ? 2 : 1)
  const colons = bytes[hourEnd] === 58
  const hour = digitsOf(bytes, at, hourEnd)
  at = hourEnd + (colons ? 1 : 0)
  const minute = digitsOf(bytes, at, at + 2)
  at += 2
  let second = 0
  let millis = 0
  if (colons ? bytes[at] === 58 : at < to && isDigit(bytes[at]!)) {
    at += colons ? 1 : 0
    second = digitsOf(bytes, at, at + 2)
    at += 2
    if (at < to && (bytes[at] === 46 || bytes[at] === 44)) {
      const start = ++at
      while (at < to && isDigit(bytes[at]!)) at++
      millis = fractionMs(bytes, start, at)
    }
  } else if (!colons) return Number.NaN
  if (at > to || !(hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60)) {
    return Number.NaN
  }
  const timeMs = hour * 3_600_000 + minute * 60_000 + second * 1_000 + millis
  if (!hasZone) return at === to ? timeMs : Number.NaN
  return timeMs - zoneMs(bytes, bytes[at] === 32 ? at + 1 : at, to)
}

function fractionMs(bytes: Uint8Array, from: number, to: number): number {
  if (to === from) return Number.NaN
  let value = 0
  for (let n = 0; n < 3; n++) value = value * 10 + (from + n < to ? bytes[from + n]! - 48 : 0)
  for (let at = from + 3; at < to; at++) if (bytes[at] !== 48) return Number.NaN
  return value
}

/** `Z`, `UTC`, `+01`, `+0100`, `+01:00` as ms east of UTC. */
function zoneMs(bytes: Uint8Array, from: number, to: number): number {
  const sign = bytes[from]
  if (sign === 90) return to - from === 1 ? 0 : Number.NaN
  if (sign === 85) return to - from === 3 && bytes[from + 1] === 84 && bytes[from + 2] === 67 ? 0 : Number.NaN
  if (sign !== 43 && sign !== 45) return Number.NaN
  const hours = digitsOf(bytes, from + 1, from + 3)
  const rest = to - from - 3
  const minuteAt = bytes[from + 3] === 58 ? from + 4 : from + 3
  const minutes = rest === 0 ? 0 : to - minuteAt === 2 ? digitsOf(bytes, minuteAt, to) : -1
  if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) return Number.NaN
  return (sign === 43 ? 1 : -1) * (hours * 3_600_000 + minutes * 60_000)
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57
}

/** The whole number that bytes[from, to) spell, or -1 where one of them is not a digit or there is none. */
function digitsOf(bytes: Uint8Array, from: number, to: number): number {
  if (to <= from) return -1
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - 48
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}
