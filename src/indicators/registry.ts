/** Every indicator, group by group: what `indicators list` shows and every-indicator.test.ts proves. */

import { CANDLES } from './candles/group.ts'
import { CYCLE } from './cycle/group.ts'
import type { Definition } from './definition.ts'
import { MOMENTUM } from './momentum/group.ts'
import { OVERLAP } from './overlap/group.ts'
import { PRICE } from './price/group.ts'
import { STATISTIC } from './statistic/group.ts'
import { VOLATILITY } from './volatility/group.ts'
import { VOLUME } from './volume/group.ts'

export const INDICATORS: readonly Definition[] = [
  ...OVERLAP,
  ...MOMENTUM,
  ...VOLATILITY,
  ...VOLUME,
  ...PRICE,
  ...STATISTIC,
  ...CYCLE,
  ...CANDLES,
]
