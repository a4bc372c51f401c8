export { atr } from './atr.ts'
export { computeFeatures, type FeatureColumns } from './compute.ts'
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
export { donchian } from './donchian.ts'
export { ema } from './ema.ts'
export { type Feature, featureKey, isFeature, price } from './feature.ts'
export { lag } from './lag.ts'
export { planFeatures, warmUpOf } from './plan.ts'
export { roc } from './roc.ts'
export { rsi } from './rsi.ts'
export { sma } from './sma.ts'
export { resumeState, saveState } from './state.ts'
export { createFeatureStream, type FeatureStream, type StreamBar } from './stream.ts'
