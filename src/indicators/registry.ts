/** Every indicator, by group and name: what `indicators list` shows and every-indicator.test.ts proves. */

import { abandonedBaby } from './candles/abandoned-baby.ts'
import { advanceBlock } from './candles/advance-block.ts'
import { beltHold } from './candles/belt-hold.ts'
import { breakaway } from './candles/breakaway.ts'
import { closingMarubozu } from './candles/closing-marubozu.ts'
import { concealingBabySwallow } from './candles/concealing-baby-swallow.ts'
import { counterattack } from './candles/counterattack.ts'
import { darkCloudCover } from './candles/dark-cloud-cover.ts'
import { doji } from './candles/doji.ts'
import { dojiStar } from './candles/doji-star.ts'
import { dragonflyDoji } from './candles/dragonfly-doji.ts'
import { engulfing } from './candles/engulfing.ts'
import { eveningDojiStar } from './candles/evening-doji-star.ts'
import { eveningStar } from './candles/evening-star.ts'
import { gapSideBySideWhite } from './candles/gap-side-by-side-white.ts'
import { gapThreeMethods } from './candles/gap-three-methods.ts'
import { gravestoneDoji } from './candles/gravestone-doji.ts'
import { hammer } from './candles/hammer.ts'
import { hangingMan } from './candles/hanging-man.ts'
import { harami } from './candles/harami.ts'
import { haramiCross } from './candles/harami-cross.ts'
import { highWave } from './candles/high-wave.ts'
import { hikkake } from './candles/hikkake.ts'
import { hikkakeModified } from './candles/hikkake-modified.ts'
import { homingPigeon } from './candles/homing-pigeon.ts'
import { identicalThreeCrows } from './candles/identical-three-crows.ts'
import { inNeck } from './candles/in-neck.ts'
import { invertedHammer } from './candles/inverted-hammer.ts'
import { kicking } from './candles/kicking.ts'
import { kickingByLength } from './candles/kicking-by-length.ts'
import { ladderBottom } from './candles/ladder-bottom.ts'
import { longLeggedDoji } from './candles/long-legged-doji.ts'
import { longLine } from './candles/long-line.ts'
import { marubozu } from './candles/marubozu.ts'
import { matHold } from './candles/mat-hold.ts'
import { matchingLow } from './candles/matching-low.ts'
import { morningDojiStar } from './candles/morning-doji-star.ts'
import { morningStar } from './candles/morning-star.ts'
import { onNeck } from './candles/on-neck.ts'
import { piercing } from './candles/piercing.ts'
import { rickshawMan } from './candles/rickshaw-man.ts'
import { risingFallingThreeMethods } from './candles/rising-falling-three-methods.ts'
import { separatingLines } from './candles/separating-lines.ts'
import { shootingStar } from './candles/shooting-star.ts'
import { shortLine } from './candles/short-line.ts'
import { spinningTop } from './candles/spinning-top.ts'
import { stalledPattern } from './candles/stalled-pattern.ts'
import { stickSandwich } from './candles/stick-sandwich.ts'
import { takuri } from './candles/takuri.ts'
import { tasukiGap } from './candles/tasuki-gap.ts'
import { threeBlackCrows } from './candles/three-black-crows.ts'
import { threeInside } from './candles/three-inside.ts'
import { threeLineStrike } from './candles/three-line-strike.ts'
import { threeOutside } from './candles/three-outside.ts'
import { threeStarsInTheSouth } from './candles/three-stars-in-the-south.ts'
import { threeWhiteSoldiers } from './candles/three-white-soldiers.ts'
import { thrusting } from './candles/thrusting.ts'
import { tristar } from './candles/tristar.ts'
import { twoCrows } from './candles/two-crows.ts'
import { uniqueThreeRiver } from './candles/unique-three-river.ts'
import { upsideGapTwoCrows } from './candles/upside-gap-two-crows.ts'
import { htDcperiod } from './cycle/ht-dcperiod.ts'
import { htDcphase } from './cycle/ht-dcphase.ts'
import { htPhasor } from './cycle/ht-phasor.ts'
import { htSine } from './cycle/ht-sine.ts'
import { htTrendmode } from './cycle/ht-trendmode.ts'
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
import { fractal } from './momentum/fractal.ts'
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
import { mavp } from './overlap/mavp.ts'
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
import { avgprice } from './price/avgprice.ts'
import { fibonacci } from './price/fibonacci.ts'
import { heikinAshi } from './price/heikin-ashi.ts'
import { medprice } from './price/medprice.ts'
import { pivotPoints } from './price/pivot-points.ts'
import { typprice } from './price/typprice.ts'
import { wclprice } from './price/wclprice.ts'
import { avgdev } from './statistic/avgdev.ts'
import { beta } from './statistic/beta.ts'
import { correl } from './statistic/correl.ts'
import { cumsum } from './statistic/cumsum.ts'
import { hurst } from './statistic/hurst.ts'
import { linearreg } from './statistic/linearreg.ts'
import { linearregAngle } from './statistic/linearreg-angle.ts'
import { linearregIntercept } from './statistic/linearreg-intercept.ts'
import { linearregSlope } from './statistic/linearreg-slope.ts'
import { max } from './statistic/max.ts'
import { maxAge } from './statistic/max-age.ts'
import { min } from './statistic/min.ts'
import { minAge } from './statistic/min-age.ts'
import { minmax } from './statistic/minmax.ts'
import { percentile } from './statistic/percentile.ts'
import { percentrank } from './statistic/percentrank.ts'
import { stddev } from './statistic/stddev.ts'
import { sum } from './statistic/sum.ts'
import { tsf } from './statistic/tsf.ts'
import { variance } from './statistic/variance.ts'
import { zscore } from './statistic/zscore.ts'
import { adr } from './volatility/adr.ts'
import { atr } from './volatility/atr.ts'
import { cvi } from './volatility/cvi.ts'
import { garmanKlass } from './volatility/garman-klass.ts'
import { massi } from './volatility/massi.ts'
import { natr } from './volatility/natr.ts'
import { parkinson } from './volatility/parkinson.ts'
import { realisedVolatility } from './volatility/realised-volatility.ts'
import { rvi } from './volatility/rvi.ts'
import { trange } from './volatility/trange.ts'
import { yangZhang } from './volatility/yang-zhang.ts'
import { ad } from './volume/ad.ts'
import { adosc } from './volume/adosc.ts'
import { anchoredVwap } from './volume/anchored-vwap.ts'
import { cmf } from './volume/cmf.ts'
import { efi } from './volume/efi.ts'
import { marketfi } from './volume/marketfi.ts'
import { nvi } from './volume/nvi.ts'
import { obv } from './volume/obv.ts'
import { pvi } from './volume/pvi.ts'
import { pvo } from './volume/pvo.ts'
import { pvt } from './volume/pvt.ts'
import { rvol } from './volume/rvol.ts'
import { sessionVwap } from './volume/session-vwap.ts'
import { vwap } from './volume/vwap.ts'

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
  fractal,
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
  adr,
  atr,
  cvi,
  garmanKlass,
  massi,
  natr,
  parkinson,
  realisedVolatility,
  rvi,
  trange,
  yangZhang,
  // volume
  ad,
  adosc,
  anchoredVwap,
  cmf,
  efi,
  marketfi,
  nvi,
  obv,
  pvi,
  pvo,
  pvt,
  rvol,
  sessionVwap,
  vwap,
  // price
  avgprice,
  fibonacci,
  heikinAshi,
  medprice,
  pivotPoints,
  typprice,
  wclprice,
  // statistic
  avgdev,
  beta,
  correl,
  cumsum,
  hurst,
  linearregAngle,
  linearregIntercept,
  linearregSlope,
  linearreg,
  maxAge,
  max,
  minAge,
  min,
  minmax,
  percentile,
  percentrank,
  stddev,
  sum,
  tsf,
  variance,
  zscore,
  // cycle
  htDcperiod,
  htDcphase,
  htPhasor,
  htSine,
  htTrendmode,
  // candles
  abandonedBaby,
  advanceBlock,
  beltHold,
  breakaway,
  closingMarubozu,
  concealingBabySwallow,
  counterattack,
  darkCloudCover,
  dojiStar,
  doji,
  dragonflyDoji,
  engulfing,
  eveningDojiStar,
  eveningStar,
  gapSideBySideWhite,
  gapThreeMethods,
  gravestoneDoji,
  hammer,
  hangingMan,
  haramiCross,
  harami,
  highWave,
  hikkakeModified,
  hikkake,
  homingPigeon,
  identicalThreeCrows,
  inNeck,
  invertedHammer,
  kickingByLength,
  kicking,
  ladderBottom,
  longLeggedDoji,
  longLine,
  marubozu,
  matHold,
  matchingLow,
  morningDojiStar,
  morningStar,
  onNeck,
  piercing,
  rickshawMan,
  risingFallingThreeMethods,
  separatingLines,
  shootingStar,
  shortLine,
  spinningTop,
  stalledPattern,
  stickSandwich,
  takuri,
  tasukiGap,
  threeBlackCrows,
  threeInside,
  threeLineStrike,
  threeOutside,
  threeStarsInTheSouth,
  threeWhiteSoldiers,
  thrusting,
  tristar,
  twoCrows,
  uniqueThreeRiver,
  upsideGapTwoCrows,
].map(({ definition }) => definition)
