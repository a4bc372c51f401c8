/** Instrument names as they come in bytes, each numbered once. */

const MAX_NAME_BYTES = 64
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u

export interface Names {
  /** The number of the name in bytes[from, to), new or known; -1 where it is empty, too long, not UTF-8 or not printable. */
  readonly indexOf: (bytes: Uint8Array, from: number, to: number) => number
  readonly list: readonly string[]
}

/** Whether a text may name an instrument: 1 to 64 bytes of printable text without blanks at its ends. */
export function isInstrumentName(name: string): boolean {
  return (
    name !== '' &&
    name.trim() === name &&
    new TextEncoder().encode(name).length <= MAX_NAME_BYTES &&
    !UNPRINTABLE.test(name)
  )
}

/** `first` are numbered from 0 on. */
export function createNames(first: readonly string[]): Names {
  const list: string[] = [...first]
  const known = new Map<string, number>()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const last = new Uint8Array(MAX_NAME_BYTES)
  let lastLength = -1
  let lastIndex = -1

  const isLast = (bytes: Uint8Array, from: number, to: number): boolean => {
    if (to - from !== lastLength) return false
    for (let n = 0; n < lastLength; n++) if (bytes[from + n] !== last[n]) return false
    return true
  }
  const lookUp = (bytes: Uint8Array, from: number, to: number): number => {
    const key = latin1(bytes, from, to)
    const index = known.get(key)
    if (index !== undefined) return index
    const name = decode(decoder, bytes.subarray(from, to))
    if (name === undefined || !isInstrumentName(name)) return -1
    known.set(key, list.length)
    list.push(name)
    return list.length - 1
  }
  return {
    list,
    indexOf: (bytes, from, to) => {
      if (isLast(bytes, from, to)) return lastIndex
      if (to === from || to - from > MAX_NAME_BYTES) return -1
      const index = lookUp(bytes, from, to)
      if (index >= 0) {
        last.set(bytes.subarray(from, to))
        lastLength = to - from
        lastIndex = index
      }
      return index
    },
  }
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
}

function decode(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes).replaceAll('""', '"')
  } catch {
    return undefined
  }
}
