/** How far ahead a decision reads: the fewest pulses that must be known beyond the present for it to be as it was. */
import { lastTrue } from './distance.ts'
import { POISON_KINDS } from './poison.ts'
import { type ReplayResult, type ReplaySetting, replay } from './replay.ts'

/**
 * The farthest pulse that changes what happens at `pulse`, over all kinds of poison; null where none shows. Found by bisection:
 * with that pulse known nothing differs, with one less something does. `always` where it differs with every pulse known: then
 * no later bar is the reason.
 */
export function farthestByHorizon(
  setting: Omit<ReplaySetting, 'kind'>,
  pulse: number,
  differs: (result: ReplayResult) => boolean,
): number | null | 'always' {
  const pulses = setting.plain.table.pulseTimeMs.length
  if (differs(replay({ ...setting, kind: 'nan', horizon: pulses, until: pulse }))) return 'always'
  let farthest = 0
  for (const kind of POISON_KINDS) {
    const changes = (horizon: number): boolean => differs(replay({ ...setting, kind, horizon, until: pulse }))
    // -1 stands for no horizon that changes anything: then the present pulse is enough.
    farthest = Math.max(farthest, lastTrue(-1, pulses - 1 - pulse, changes) + 1)
  }
  return farthest === 0 ? null : pulse + farthest
}
