/**
 * What `import ... from 'throughline'` gives inside a strategy: the contract and the indicators, and nothing that could
 * read a file, a clock or another bar.
 */
import * as indicators from '../indicators/index.ts'
import { choice, defineStrategy, flag, float, int } from '../strategy/index.ts'

export const strategyDoor: Readonly<Record<string, unknown>> = Object.freeze({
  ...indicators,
  defineStrategy,
  int,
  float,
  choice,
  flag,
})
