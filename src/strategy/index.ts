export { defineStrategy, isStrategy, type Strategy, type StrategyDefinition } from './define-strategy.ts'
export {
  type ChoiceParam,
  choice,
  type FlagParam,
  type FloatParam,
  flag,
  float,
  type IntParam,
  int,
  type Param,
  type ParamSchema,
  type ParamValue,
  type ParamValues,
  resolveParams,
} from './params.ts'
export { BAR_FIELD_NAMES, type Bar, type BarFields, type FeatureSet, type Pulse } from './pulse.ts'
