export { createSection } from './across-columns.ts'
export { abandonedBaby } from './candles/abandoned-baby.ts'
export { advanceBlock } from './candles/advance-block.ts'
export { beltHold } from './candles/belt-hold.ts'
export { breakaway } from './candles/breakaway.ts'
export { closingMarubozu } from './candles/closing-marubozu.ts'
export { concealingBabySwallow } from './candles/concealing-baby-swallow.ts'
export { counterattack } from './candles/counterattack.ts'
export { darkCloudCover } from './candles/dark-cloud-cover.ts'
export { doji } from './candles/doji.ts'
export { dojiStar } from './candles/doji-star.ts'
export { dragonflyDoji } from './candles/dragonfly-doji.ts'
export { engulfing } from './candles/engulfing.ts'
export { eveningDojiStar } from './candles/evening-doji-star.ts'
export { eveningStar } from './candles/evening-star.ts'
export { gapSideBySideWhite } from './candles/gap-side-by-side-white.ts'
export { gapThreeMethods } from './candles/gap-three-methods.ts'
export { gravestoneDoji } from './candles/gravestone-doji.ts'
export { hammer } from './candles/hammer.ts'
export { hangingMan } from './candles/hanging-man.ts'
export { harami } from './candles/harami.ts'
export { haramiCross } from './candles/harami-cross.ts'
export { highWave } from './candles/high-wave.ts'
export { hikkake } from './candles/hikkake.ts'
export { hikkakeModified } from './candles/hikkake-modified.ts'
export { homingPigeon } from './candles/homing-pigeon.ts'
export { identicalThreeCrows } from './candles/identical-three-crows.ts'
export { inNeck } from './candles/in-neck.ts'
export { invertedHammer } from './candles/inverted-hammer.ts'
export { kicking } from './candles/kicking.ts'
export { kickingByLength } from './candles/kicking-by-length.ts'
export { ladderBottom } from './candles/ladder-bottom.ts'
export { longLeggedDoji } from './candles/long-legged-doji.ts'
export { longLine } from './candles/long-line.ts'
export { marubozu } from './candles/marubozu.ts'
export { matHold } from './candles/mat-hold.ts'
export { matchingLow } from './candles/matching-low.ts'
export { morningDojiStar } from './candles/morning-doji-star.ts'
export { morningStar } from './candles/morning-star.ts'
export { onNeck } from './candles/on-neck.ts'
export { piercing } from './candles/piercing.ts'
export { rickshawMan } from './candles/rickshaw-man.ts'
export { risingFallingThreeMethods } from './candles/rising-falling-three-methods.ts'
export { separatingLines } from './candles/separating-lines.ts'
export { shootingStar } from './candles/shooting-star.ts'
export { shortLine } from './candles/short-line.ts'
export { spinningTop } from './candles/spinning-top.ts'
export { stalledPattern } from './candles/stalled-pattern.ts'
export { stickSandwich } from './candles/stick-sandwich.ts'
export { takuri } from './candles/takuri.ts'
export { tasukiGap } from './candles/tasuki-gap.ts'
export { threeBlackCrows } from './candles/three-black-crows.ts'
export { threeInside } from './candles/three-inside.ts'
export { threeLineStrike } from './candles/three-line-strike.ts'
export { threeOutside } from './candles/three-outside.ts'
export { threeStarsInTheSouth } from './candles/three-stars-in-the-south.ts'
export { threeWhiteSoldiers } from './candles/three-white-soldiers.ts'
export { thrusting } from './candles/thrusting.ts'
export { tristar } from './candles/tristar.ts'
export { twoCrows } from './candles/two-crows.ts'
export { uniqueThreeRiver } from './candles/unique-three-river.ts'
export { upsideGapTwoCrows } from './candles/upside-gap-two-crows.ts'
export {
  countAcross,
  defineAcross,
  demeanAcross,
  meanAcross,
  percentileAcross,
  rank,
  zScoreAcross,
} from './compose/across.ts'
export {
  abs,
  add,
  divide,
  exp,
  log,
  maxOf,
  minOf,
  multiply,
  negate,
  orElse,
  power,
  sign,
  sqrt,
  subtract,
} from './compose/arithmetic.ts'
export { adaptColumns, columnFeature } from './compose/column-feature.ts'
export {
  above,
  and,
  below,
  between,
  crossAbove,
  crossBelow,
  not,
  or,
  when,
} from './compose/conditions.ts'
export { customKernel } from './compose/custom-kernel.ts'
export type { Operand } from './compose/elementwise.ts'
export { on } from './compose/on.ts'
export { createUniverseStream, type UniverseStream } from './compose/universe-stream.ts'
export {
  computeFeatures,
  type FeatureColumns,
  featureColumnsOf,
  isAllowed,
  requireFinite,
} from './compute.ts'
export { htDcperiod } from './cycle/ht-dcperiod.ts'
export { htDcphase } from './cycle/ht-dcphase.ts'
export { htPhasor } from './cycle/ht-phasor.ts'
export { htSine } from './cycle/ht-sine.ts'
export { htTrendmode } from './cycle/ht-trendmode.ts'
export { createFeature, defineIndicator, type Indicator, type IndicatorFeature } from './define.ts'
export {
  BAR_INPUTS,
  type BarInput,
  bars,
  type ChoiceParam,
  type ColumnRun,
  type Definition,
  type IndicatorDefinition,
  type NumberParam,
  type ParamSpec,
  type ParamSpecs,
  type ParamValues,
} from './definition.ts'
export { type Feature, featureKey, isFeature, price } from './feature.ts'
export { requireFrames } from './frames.ts'
export { ac } from './momentum/ac.ts'
export { adx } from './momentum/adx.ts'
export { adxr } from './momentum/adxr.ts'
export { ao } from './momentum/ao.ts'
export { apo } from './momentum/apo.ts'
export { aroon } from './momentum/aroon.ts'
export { aroonosc } from './momentum/aroonosc.ts'
export { bop } from './momentum/bop.ts'
export { cci } from './momentum/cci.ts'
export { cmo } from './momentum/cmo.ts'
export { cmou } from './momentum/cmou.ts'
export { coppock } from './momentum/coppock.ts'
export { dpo } from './momentum/dpo.ts'
export { dx } from './momentum/dx.ts'
export { er } from './momentum/er.ts'
export { eri } from './momentum/eri.ts'
export { fosc } from './momentum/fosc.ts'
export { fractal } from './momentum/fractal.ts'
export { imi } from './momentum/imi.ts'
export { kdj } from './momentum/kdj.ts'
export { lag } from './momentum/lag.ts'
export { macd } from './momentum/macd.ts'
export { macdext } from './momentum/macdext.ts'
export { macdfix } from './momentum/macdfix.ts'
export { mfi } from './momentum/mfi.ts'
export { minusDi } from './momentum/minus-di.ts'
export { minusDm } from './momentum/minus-dm.ts'
export { mom } from './momentum/mom.ts'
export { plusDi } from './momentum/plus-di.ts'
export { plusDm } from './momentum/plus-dm.ts'
export { ppo } from './momentum/ppo.ts'
export { qstick } from './momentum/qstick.ts'
export { roc } from './momentum/roc.ts'
export { rocp } from './momentum/rocp.ts'
export { rocr } from './momentum/rocr.ts'
export { rocr100 } from './momentum/rocr100.ts'
export { rsi } from './momentum/rsi.ts'
export { smi } from './momentum/smi.ts'
export { stoch } from './momentum/stoch.ts'
export { stochf } from './momentum/stochf.ts'
export { stochrsi } from './momentum/stochrsi.ts'
export { trix } from './momentum/trix.ts'
export { tsi } from './momentum/tsi.ts'
export { ultosc } from './momentum/ultosc.ts'
export { vhf } from './momentum/vhf.ts'
export { vortex } from './momentum/vortex.ts'
export { wad } from './momentum/wad.ts'
export { willr } from './momentum/willr.ts'
export { type GivenColumn, keptRegisters, neededNodes } from './needed.ts'
export { accbands } from './overlap/accbands.ts'
export { bbands } from './overlap/bbands.ts'
export { dema } from './overlap/dema.ts'
export { donchian } from './overlap/donchian.ts'
export { ema } from './overlap/ema.ts'
export { hma } from './overlap/hma.ts'
export { htTrendline } from './overlap/ht-trendline.ts'
export { ichimoku } from './overlap/ichimoku.ts'
export { kama } from './overlap/kama.ts'
export { keltner } from './overlap/keltner.ts'
export { ma } from './overlap/ma.ts'
export { mama } from './overlap/mama.ts'
export { mavp } from './overlap/mavp.ts'
export { midpoint } from './overlap/midpoint.ts'
export { midprice } from './overlap/midprice.ts'
export { rma } from './overlap/rma.ts'
export { sar } from './overlap/sar.ts'
export { sarext } from './overlap/sarext.ts'
export { sma } from './overlap/sma.ts'
export { supertrend } from './overlap/supertrend.ts'
export { t3 } from './overlap/t3.ts'
export { tema } from './overlap/tema.ts'
export { trima } from './overlap/trima.ts'
export { vwma } from './overlap/vwma.ts'
export { wma } from './overlap/wma.ts'
export { zlema } from './overlap/zlema.ts'
export { type PackedPlan, packPlan, unpackPlan } from './packed-plan.ts'
export {
  type FeaturePlan,
  type PlanNode,
  type PlannedSet,
  planFeatureSets,
  planFeatures,
  type SetsPlan,
  warmUpOf,
} from './plan.ts'
export {
  firstBarOf,
  type Inspect,
  openPlan,
  type PlanRun,
  type PlanWork,
  startBarOf,
} from './plan-work.ts'
export { portableNodes } from './portable.ts'
export { avgprice } from './price/avgprice.ts'
export { fibonacci } from './price/fibonacci.ts'
export { heikinAshi } from './price/heikin-ashi.ts'
export { medprice } from './price/medprice.ts'
export { pivotPoints } from './price/pivot-points.ts'
export { typprice } from './price/typprice.ts'
export { wclprice } from './price/wclprice.ts'
export { INDICATORS } from './registry.ts'
export { requireWarm } from './require-warm.ts'
export { type GridRef, gridFrom } from './row-grid.ts'
export { type KernelBlocks, kernelBlocks, runAcrossNode, runPlan, stagesOf } from './run-plan.ts'
export { resumeState, saveState } from './state.ts'
export { avgdev } from './statistic/avgdev.ts'
export { beta } from './statistic/beta.ts'
export { correl } from './statistic/correl.ts'
export { cumsum } from './statistic/cumsum.ts'
export { hurst } from './statistic/hurst.ts'
export { linearreg } from './statistic/linearreg.ts'
export { linearregAngle } from './statistic/linearreg-angle.ts'
export { linearregIntercept } from './statistic/linearreg-intercept.ts'
export { linearregSlope } from './statistic/linearreg-slope.ts'
export { max } from './statistic/max.ts'
export { maxAge } from './statistic/max-age.ts'
export { min } from './statistic/min.ts'
export { minAge } from './statistic/min-age.ts'
export { minmax } from './statistic/minmax.ts'
export { percentile } from './statistic/percentile.ts'
export { percentrank } from './statistic/percentrank.ts'
export { stddev } from './statistic/stddev.ts'
export { sum } from './statistic/sum.ts'
export { tsf } from './statistic/tsf.ts'
export { variance } from './statistic/variance.ts'
export { zscore } from './statistic/zscore.ts'
export { createFeatureStream, type FeatureStream, type StreamBar } from './stream.ts'
export { adr } from './volatility/adr.ts'
export { atr } from './volatility/atr.ts'
export { cvi } from './volatility/cvi.ts'
export { garmanKlass } from './volatility/garman-klass.ts'
export { massi } from './volatility/massi.ts'
export { natr } from './volatility/natr.ts'
export { parkinson } from './volatility/parkinson.ts'
export { realisedVolatility } from './volatility/realised-volatility.ts'
export { rvi } from './volatility/rvi.ts'
export { trange } from './volatility/trange.ts'
export { yangZhang } from './volatility/yang-zhang.ts'
export { ad } from './volume/ad.ts'
export { adosc } from './volume/adosc.ts'
export { anchoredVwap } from './volume/anchored-vwap.ts'
export { cmf } from './volume/cmf.ts'
export { efi } from './volume/efi.ts'
export { marketfi } from './volume/marketfi.ts'
export { nvi } from './volume/nvi.ts'
export { obv } from './volume/obv.ts'
export { pvi } from './volume/pvi.ts'
export { pvo } from './volume/pvo.ts'
export { pvt } from './volume/pvt.ts'
export { rvol } from './volume/rvol.ts'
export { sessionVwap } from './volume/session-vwap.ts'
export { vwap } from './volume/vwap.ts'
