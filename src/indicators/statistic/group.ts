/** The statistics of a window, by name. */
import type { Definition } from '../definition.ts'
import { avgdev } from './avgdev.ts'
import { beta } from './beta.ts'
import { correl } from './correl.ts'
import { cumsum } from './cumsum.ts'
import { hurst } from './hurst.ts'
import { linearreg } from './linearreg.ts'
import { linearregAngle } from './linearreg-angle.ts'
import { linearregIntercept } from './linearreg-intercept.ts'
import { linearregSlope } from './linearreg-slope.ts'
import { max } from './max.ts'
import { maxAge } from './max-age.ts'
import { min } from './min.ts'
import { minAge } from './min-age.ts'
import { minmax } from './minmax.ts'
import { percentile } from './percentile.ts'
import { percentrank } from './percentrank.ts'
import { stddev } from './stddev.ts'
import { sum } from './sum.ts'
import { tsf } from './tsf.ts'
import { variance } from './variance.ts'
import { zscore } from './zscore.ts'

export const STATISTIC: readonly Definition[] = [
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
].map(({ definition }) => definition)
