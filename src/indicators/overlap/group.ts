/** The averages, bands and stops that are drawn over prices, by name. */
import type { Definition } from '../definition.ts'
import { accbands } from './accbands.ts'
import { bbands } from './bbands.ts'
import { dema } from './dema.ts'
import { donchian } from './donchian.ts'
import { ema } from './ema.ts'
import { hma } from './hma.ts'
import { htTrendline } from './ht-trendline.ts'
import { ichimoku } from './ichimoku.ts'
import { kama } from './kama.ts'
import { keltner } from './keltner.ts'
import { ma } from './ma.ts'
import { mama } from './mama.ts'
import { mavp } from './mavp.ts'
import { midpoint } from './midpoint.ts'
import { midprice } from './midprice.ts'
import { rma } from './rma.ts'
import { sar } from './sar.ts'
import { sarext } from './sarext.ts'
import { sma } from './sma.ts'
import { supertrend } from './supertrend.ts'
import { t3 } from './t3.ts'
import { tema } from './tema.ts'
import { trima } from './trima.ts'
import { vwma } from './vwma.ts'
import { wma } from './wma.ts'
import { zlema } from './zlema.ts'

export const OVERLAP: readonly Definition[] = [
  accbands,
  bbands,
  dema,
  donchian,
  ema,
  hma,
  htTrendline,
  ichimoku,
  kama,
  keltner,
  ma,
  mama,
  mavp,
  midpoint,
  midprice,
  rma,
  sar,
  sarext,
  sma,
  supertrend,
  t3,
  tema,
  trima,
  vwma,
  wma,
  zlema,
].map(({ definition }) => definition)
