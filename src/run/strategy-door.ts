/**
 * What `import ... from 'throughline'` gives inside a strategy: the contract and the indicators, and nothing that could
 * read a file, a clock or another bar.
 */
import * as indicators from '../indicators/index.ts'
import { choice, defineStrategy, flag, float, int } from '../strategy/index.ts'

/** What the folders above compute features with, which is no part of the package's front door either. */
const MACHINERY: ReadonlySet<string> = new Set(
  `BAR_INPUTS createSection featureColumnsOf firstBarOf gridFrom isAllowed keptRegisters kernelBlocks neededNodes openPlan packPlan
  planFeatureSets planFeatures portableNodes requireFinite requireFrames requireWarm runAcrossNode runPlan stagesOf startBarOf
  unpackPlan warmUpOf`.split(/\s+/),
)

export const strategyDoor: Readonly<Record<string, unknown>> = Object.freeze({
  ...Object.fromEntries(Object.entries(indicators).filter(([name]) => !MACHINERY.has(name))),
  defineStrategy,
  int,
  float,
  choice,
  flag,
})
