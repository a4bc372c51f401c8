/** The dominant cycles, by name. */
import type { Definition } from '../definition.ts'
import { htDcperiod } from './ht-dcperiod.ts'
import { htDcphase } from './ht-dcphase.ts'
import { htPhasor } from './ht-phasor.ts'
import { htSine } from './ht-sine.ts'
import { htTrendmode } from './ht-trendmode.ts'

export const CYCLE: readonly Definition[] = [htDcperiod, htDcphase, htPhasor, htSine, htTrendmode].map(
  ({ definition }) => definition,
)
