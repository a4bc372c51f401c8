/** What a strategy may import from 'throughline' is what its author's editor sees: the package's own front door. */
import { expect, it } from 'vitest'
import * as frontDoor from '../../src/index.ts'
import * as indicators from '../../src/indicators/index.ts'
import { strategyDoor } from '../../src/run/index.ts'

it('gives a strategy every indicator of the front door, and nothing that is not there', () => {
  const offered = Object.keys(strategyDoor).sort()
  const known = new Set(Object.keys(frontDoor))
  expect(offered.filter((name) => !known.has(name))).toEqual([])
  const shared = Object.keys(indicators).filter((name) => known.has(name) && name !== 'requireWarm')
  expect(shared.filter((name) => strategyDoor[name] === undefined)).toEqual([])
  for (const name of [
    'defineStrategy',
    'int',
    'float',
    'choice',
    'flag',
    'sma',
    'on',
    'rank',
    'customKernel',
  ]) {
    expect(offered).toContain(name)
  }
})
