/** Which frames can be made of which bars: whole bars must fill whole periods. */
import { type Interval, UsageError } from '../model/index.ts'
import type { FeaturePlan } from './plan.ts'

const DAY_MS = 86_400_000

/** Throws `UsageError` FRAME_TOO_FINE or FRAME_NOT_MULTIPLE where a feature's frame cannot be made of the bars. */
export function requireFrames(plan: FeaturePlan, bars: Interval): void {
  for (const { key, definition } of plan.nodes) {
    const frame = definition.composed?.frame
    if (frame !== undefined) requireFrame(frame, bars, key)
  }
}

function requireFrame(frame: Interval, bars: Interval, key: string): void {
  if (isWhole(frame, bars)) return
  const isFiner = lengthOf(frame) < lengthOf(bars)
  throw new UsageError(
    isFiner ? 'FRAME_TOO_FINE' : 'FRAME_NOT_MULTIPLE',
    `A frame must be made of whole bars, but '${key}' asks for ${frame.text} and the bars are ${bars.text}: ` +
      `${isFiner ? 'choose a frame of at least that' : `choose a multiple of ${bars.text}`}, or import finer bars.`,
    { feature: key, frame: frame.text, bars: bars.text },
  )
}

function isWhole(frame: Interval, bars: Interval): boolean {
  if (bars.fixedMs === null) return frame.fixedMs === null && frame.months % bars.months === 0
  // Months are cut at UTC midnights.
  return (frame.fixedMs ?? DAY_MS) % bars.fixedMs === 0
}

function lengthOf({ fixedMs, months }: Interval): number {
  return fixedMs ?? months * 28 * DAY_MS
}
