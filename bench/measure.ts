/** Times and memory of this process. */
import { readFileSync } from 'node:fs'

/** Repetitions of one measurement, in the order in which they ran. */
export interface Sample {
  readonly first: number
  readonly median: number
  readonly least: number
  readonly count: number
}

/** The figures of a series. Throws where it is empty. */
export function sampleOf(values: readonly number[]): Sample {
  const [first] = values
  if (first === undefined) throw new Error('A sample needs at least one value.')
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  return { first, median, least: sorted[0]!, count: values.length }
}

/** Milliseconds that `work` took, and what it gave. */
export function timed<T>(work: () => T): { readonly ms: number; readonly result: T } {
  const since = performance.now()
  const result = work()
  return { ms: performance.now() - since, result }
}

/**
 * The most memory that this process has held, bytes. On Linux VmHWM, which begins anew with each program; elsewhere
 * maxRSS, which a program inherits from the one that started it.
 */
export function peakBytes(): number {
  return 1024 * (statusKb('VmHWM') ?? process.resourceUsage().maxRSS)
}

/** The memory that this process holds now, bytes. */
export function residentBytes(): number {
  return process.memoryUsage.rss()
}

/**
 * The memory that this process holds now besides what it has mapped from files, bytes: Node's own program, of which more pages come in as more of
 * it runs, is not counted. Only Linux tells the two apart.
 */
export function ownBytes(): number {
  return residentBytes() - fileBytes()
}

/** The most of `ownBytes` so far: the peak of all less the files of now. */
export function peakOwnBytes(): number {
  return peakBytes() - fileBytes()
}

function fileBytes(): number {
  return 1024 * (statusKb('RssFile') ?? 0)
}

function statusKb(field: string): number | undefined {
  if (process.platform !== 'linux') return undefined
  const found = new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))
  return found === null ? undefined : Number(found[1])
}
