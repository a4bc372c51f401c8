/**
 * Drawdowns: how far equity stands below its highest value so far, d_t = E_t / max(O, E_0 .. E_t) - 1, never above 0.
 *
 * An episode runs from its peak (the last pulse at the highest value) to the first pulse at or above that value again, or to
 * the end. Lengths count pulses after the peak. The opening equity counts as a peak at the first pulse.
 * Ulcer index: P. Martin and B. McCann, "The Investor's Guide to Fidelity Funds" (1989), the root mean square of d_t over all
 * pulses; the pain index is their mean. Cost: one pass, no allocation beyond the episodes kept.
 */
import type { EquityPath } from './returns.ts'
import { ratioOf } from './summation.ts'

export type Drawdown = {
  /** At the trough, a negative fraction. */
  readonly depth: number
  readonly peakTimeMs: number
  readonly troughTimeMs: number
  /** The first pulse at or above the peak's value; null where the run ends below it. */
  readonly recoveryTimeMs: number | null
  /** Pulses from the peak to the recovery, or to the end. */
  readonly lengthPulses: number
  readonly lengthMs: number
  readonly pulsesToTrough: number
}

export interface DrawdownSummary {
  /** The depth of the deepest one as a negative fraction, 0 where equity never fell. */
  readonly max: number
  readonly deepest: Drawdown | null
  /** The one of most pulses; the earlier of two that are equal. */
  readonly longest: Drawdown | null
  readonly count: number
  /** Means over all episodes of their depth (negative) and their length in pulses; null where there is none. */
  readonly averageDepth: number | null
  readonly averagePulses: number | null
  readonly ulcer: number
  readonly pain: number
  /** The deepest `keep` ones, deepest first. */
  readonly worst: readonly Drawdown[]
}

interface Episode {
  readonly depth: number
  readonly peak: number
  readonly trough: number
  readonly end: number
  readonly isRecovered: boolean
}

export interface DrawdownInput extends EquityPath {
  readonly timeMs: Float64Array
  /** How many of the deepest drawdowns to list; 1 where not given. */
  readonly keep?: number
}

/** All that one pass over the curve says of its drawdowns. */
export function summariseDrawdowns({
  equity,
  openingEquity,
  timeMs,
  keep = 1,
}: DrawdownInput): DrawdownSummary {
  const worst: Episode[] = []
  let longest: Episode | null = null
  let count = 0
  let peakValue = openingEquity
  let peak = 0
  let depth = 0
  let trough = 0
  let squares = 0
  let depths = 0
  let episodeDepths = 0
  let episodePulses = 0
  const close = (end: number, isRecovered: boolean): void => {
    const episode = { depth, peak, trough, end, isRecovered }
    count++
    episodeDepths += depth
    episodePulses += end - peak
    if (longest === null || end - peak > longest.end - longest.peak) longest = episode
    keepDeepest(worst, episode, keep)
  }
  for (let n = 0; n < equity.length; n++) {
    const value = equity[n]!
    if (value >= peakValue) {
      if (depth < 0) close(n, true)
      peakValue = value
      peak = n
      depth = 0
      continue
    }
    const below = value / peakValue - 1
    squares += below * below
    depths += below
    if (below < depth) {
      depth = below
      trough = n
    }
  }
  if (depth < 0) close(equity.length - 1, false)
  const listed = worst.map((episode) => dated(episode, timeMs))
  return {
    max: worst[0]?.depth ?? 0,
    deepest: listed[0] ?? null,
    longest: longest === null ? null : dated(longest, timeMs),
    count,
    averageDepth: ratioOf(episodeDepths, count),
    averagePulses: ratioOf(episodePulses, count),
    ulcer: Math.sqrt(squares / equity.length),
    pain: count === 0 ? 0 : -depths / equity.length,
    worst: listed,
  }
}

/** d_t at every pulse: 0 at a peak, negative below it. */
export function drawdownSeries({ equity, openingEquity }: EquityPath): Float64Array {
  const series = new Float64Array(equity.length)
  let peakValue = openingEquity
  for (let n = 0; n < equity.length; n++) {
    const value = equity[n]!
    if (value >= peakValue) peakValue = value
    else series[n] = value / peakValue - 1
  }
  return series
}

/** Keeps `worst` sorted deepest first; of two equal ones the earlier stays in front. */
function keepDeepest(worst: Episode[], episode: Episode, keep: number): void {
  if (worst.length === keep && episode.depth >= worst[keep - 1]!.depth) return
  let at = worst.length
  while (at > 0 && worst[at - 1]!.depth > episode.depth) at--
  worst.splice(at, 0, episode)
  if (worst.length > keep) worst.pop()
}

function dated({ depth, peak, trough, end, isRecovered }: Episode, timeMs: Float64Array): Drawdown {
  return {
    depth,
    peakTimeMs: timeMs[peak]!,
    troughTimeMs: timeMs[trough]!,
    recoveryTimeMs: isRecovered ? timeMs[end]! : null,
    lengthPulses: end - peak,
    lengthMs: timeMs[end]! - timeMs[peak]!,
    pulsesToTrough: trough - peak,
  }
}
