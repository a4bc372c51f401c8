/**
 * The elements of a JSON document that is one array, byte by byte, in pieces of any length: where each begins and ends. What
 * an element says is for its reader; here only strings, brackets and commas count. Nothing but blanks may follow the array.
 */
import { DataError } from '../../model/index.ts'
import { lineTooLong, MAX_LINE_BYTES } from './line-scan.ts'

const LF = 10
const QUOTE = 34
const COMMA = 44
const BACKSLASH = 92
const [OPEN, CLOSE] = [91, 93]
const [OPEN_OBJECT, CLOSE_OBJECT] = [123, 125]

export interface ElementScan {
  /** Calls `take` for each whole element; returns how many bytes were used. */
  readonly push: (bytes: Uint8Array, isLast: boolean) => number
}

/** Starts the scan of `file`; `take` gets an element's bytes and the line on which it begins. */
export function scanElements(file: string, take: (element: Uint8Array, line: number) => void): ElementScan {
  let line = 1
  let state: 'before' | 'first' | 'element' | 'comma' | 'after' = 'before'
  const push = (bytes: Uint8Array, isLast: boolean): number => {
    let at = 0
    while (at < bytes.length) {
      const byte = bytes[at]!
      if (isBlank(byte)) {
        if (byte === LF) line++
        at++
      } else if (state === 'before' && byte === OPEN) {
        state = 'first'
        at++
      } else if ((state === 'first' || state === 'comma') && byte === CLOSE) {
        state = 'after'
        at++
      } else if (state === 'comma' && byte === COMMA) {
        state = 'element'
        at++
      } else if (state === 'first' || state === 'element') {
        const end = elementEnd(bytes, at)
        if ((end < 0 ? bytes.length : end) - at > MAX_LINE_BYTES) throw lineTooLong(file, line)
        if (end < 0) {
          if (isLast) throw notWhole(file, line, 'it ends within an element')
          return at
        }
        take(bytes.subarray(at, end), line)
        for (let n = at; n < end; n++) if (bytes[n] === LF) line++
        at = end
        state = 'comma'
      } else {
        throw notWhole(
          file,
          line,
          `there is '${String.fromCharCode(byte)}' where ${EXPECTED[state]} must stand`,
        )
      }
    }
    if (isLast && state !== 'after') throw notWhole(file, line, 'it ends before its last ]')
    return at
  }
  return { push }
}

const EXPECTED = {
  before: '[',
  first: 'an element',
  element: 'an element',
  comma: 'a comma',
  after: 'nothing',
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === LF || byte === 13 || byte === 9
}

/** Where the object or array that begins at `from` ends; -1 where its end is not here. Another byte is an element alone. */
function elementEnd(bytes: Uint8Array, from: number): number {
  let depth = 0
  let isText = false
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (isText) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) isText = false
    } else if (byte === QUOTE) isText = true
    else if (byte === OPEN || byte === OPEN_OBJECT) depth++
    else if (byte === CLOSE || byte === CLOSE_OBJECT) depth--
    else if (byte === COMMA && depth === 0) return at
    if (depth < 0) return at
    if (depth === 0 && !isText && (byte === CLOSE || byte === CLOSE_OBJECT)) return at + 1
  }
  return -1
}

function notWhole(file: string, line: number, why: string): DataError {
  return new DataError(
    'NOT_JSON',
    `${file} must be a whole JSON array, but in line ${line} ${why}. Fetch it again; nothing was sealed.`,
    { file, line },
  )
}
