/** Integers and decimals as the nearest doubles, and times as ms, without a rounding on the way. */
import type { EpochScale } from './column-file.ts'

const PER_MS = { us: 1_000n, ns: 1_000_000n } as const

/** Epoch ms of an integer time, with a fraction where it is finer than a millisecond. */
export function epochMs(value: bigint, scale: EpochScale): number {
  if (scale === 's') return Number(value) * 1_000
  if (scale === 'ms') return Number(value)
  const perMs = PER_MS[scale]
  const near = Number(value)
  if (Number.isSafeInteger(near)) {
    const rest = near % Number(perMs)
    return (near - rest) / Number(perMs) + rest / Number(perMs)
  }
  return Number(value / perMs) + Number(value % perMs) / Number(perMs)
}

/** The double nearest to `unscaled` / 10^`scale`. */
export function decimalNumber(unscaled: bigint, scale: number): number {
  const value = Number(unscaled)
  // Both are exact doubles, so one division rounds correctly (Clinger 1990).
  if (Number.isSafeInteger(value) && scale <= 22) return value / Number(`1e${scale}`)
  return Number(`${unscaled}e-${scale}`)
}

/** A clock time as text, from its distance to midnight: 09:30:00, 09:30:00.25. */
export function clockText(sinceMidnight: bigint, scale: 'ms' | 'us' | 'ns'): string {
  const perSecond = scale === 'ms' ? 1_000n : scale === 'us' ? 1_000_000n : 1_000_000_000n
  const seconds = Number(sinceMidnight / perSecond)
  const rest = sinceMidnight % perSecond
  const two = (value: number): string => String(value).padStart(2, '0')
  const whole = `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  if (rest === 0n) return whole
  return `${whole}.${String(rest)
    .padStart(String(perSecond).length - 1, '0')
    .replace(/0+$/, '')}`
}

/** Each text once, numbered. */
export interface Words {
  readonly list: string[]
  readonly codeOf: (word: string) => number
}

export function createWords(): Words {
  const list: string[] = []
  const codes = new Map<string, number>()
  return {
    list,
    codeOf: (word) => {
      let code = codes.get(word)
      if (code === undefined) {
        code = list.length
        list.push(word)
        codes.set(word, code)
      }
      return code
    },
  }
}
