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
export type { Bar, BarFields, FeatureSet, Pulse } from './pulse.ts'
