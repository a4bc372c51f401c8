/** Every indicator, by group and name: what `indicators list` shows and every-indicator.test.ts proves. */
import type { Definition } from './definition.ts'
import { ac } from './momentum/ac.ts'
import { adx } from './momentum/adx.ts'
import { adxr } from './momentum/adxr.ts'
import { ao } from './momentum/ao.ts'
import { apo } from './momentum/apo.ts'
import { aroon } from './momentum/aroon.ts'
import { aroonosc } from './momentum/aroonosc.ts'
import { bop } from './momentum/bop.ts'
import { cci } from './momentum/cci.ts'
import { cmo } from './momentum/cmo.ts'
import { cmou } from './momentum/cmou.ts'
import { coppock } from './momentum/coppock.ts'
import { dpo } from './momentum/dpo.ts'
import { dx } from './momentum/dx.ts'
import { er } from './momentum/er.ts'
import { eri } from './momentum/eri.ts'
import { fosc } from './momentum/fosc.ts'
import { imi } from './momentum/imi.ts'
import { kdj } from './momentum/kdj.ts'
import { lag } from './momentum/lag.ts'
import { macd } from './momentum/macd.ts'
import { macdext } from './momentum/macdext.ts'
import { macdfix } from './momentum/macdfix.ts'
import { mfi } from './momentum/mfi.ts'
import { minusDi } from './momentum/minus-di.ts'
import { minusDm } from './momentum/minus-dm.ts'
import { mom } from './momentum/mom.ts'
import { plusDi } from './momentum/plus-di.ts'
import { plusDm } from './momentum/plus-dm.ts'
import { ppo } from './momentum/ppo.ts'
import { qstick } from './momentum/qstick.ts'
import { roc } from './momentum/roc.ts'
import { rocp } from './momentum/rocp.ts'
import { rocr } from './momentum/rocr.ts'
import { rocr100 } from './momentum/rocr100.ts'
import { rsi } from './momentum/rsi.ts'
import { smi } from './momentum/smi.ts'
import { stoch } from './momentum/stoch.ts'
import { stochf } from './momentum/stochf.ts'
import { stochrsi } from './momentum/stochrsi.ts'
import { trix } from './momentum/trix.ts'
import { tsi } from './momentum/tsi.ts'
import { ultosc } from './momentum/ultosc.ts'
import { vhf } from './momentum/vhf.ts'
import { vortex } from './momentum/vortex.ts'
import { wad } from './momentum/wad.ts'
import { willr } from './momentum/willr.ts'
import { accbands } from './overlap/accbands.ts'
import { bbands } from './overlap/bbands.ts'
import { dema } from './overlap/dema.ts'
import { donchian } from './overlap/donchian.ts'
import { ema } from './overlap/ema.ts'
import { hma } from './overlap/hma.ts'
import { htTrendline } from './overlap/ht-trendline.ts'
import { ichimoku } from './overlap/ichimoku.ts'
import { kama } from './overlap/kama.ts'
import { keltner } from './overlap/keltner.ts'
import { ma } from './overlap/ma.ts'
import { mama } from './overlap/mama.ts'
import { midpoint } from './overlap/midpoint.ts'
import { midprice } from './overlap/midprice.ts'
import { rma } from './overlap/rma.ts'
import { sar } from './overlap/sar.ts'
import { sarext } from './overlap/sarext.ts'
import { sma } from './overlap/sma.ts'
import { supertrend } from './overlap/supertrend.ts'
import { t3 } from './overlap/t3.ts'
import { tema } from './overlap/tema.ts'
import { trima } from './overlap/trima.ts'
import { vwma } from './overlap/vwma.ts'
import { wma } from './overlap/wma.ts'
import { zlema } from './overlap/zlema.ts'
import { atr } from './volatility/atr.ts'

export const INDICATORS: readonly Definition[] = [
  // overlap
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
  // momentum
  ac,
  adx,
  adxr,
  ao,
  apo,
  aroon,
  aroonosc,
  bop,
  cci,
  cmo,
  cmou,
  coppock,
  dpo,
  dx,
  er,
  eri,
  fosc,
  imi,
  kdj,
  lag,
  macd,
  macdext,
  macdfix,
  mfi,
  minusDi,
  minusDm,
  mom,
  plusDi,
  plusDm,
  ppo,
  qstick,
  roc,
  rocp,
  rocr,
  rocr100,
  rsi,
  smi,
  stoch,
  stochf,
  stochrsi,
  trix,
  tsi,
  ultosc,
  vhf,
  vortex,
  wad,
  willr,
  // volatility
  atr,
].map(({ definition }) => definition)
