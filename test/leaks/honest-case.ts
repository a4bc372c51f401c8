/** What the honest strategies have in common. */
import { defineStrategy, type Feature } from '../../src/index.ts'
import type { LeakCase } from './corpus.ts'

type Setting = Omit<LeakCase, 'leak' | 'build'>

/** Holds ten units where the feature is above zero. */
export function holding(setting: Setting, features: () => { readonly signal: Feature }): LeakCase {
  return {
    ...setting,
    leak: null,
    build: () =>
      defineStrategy({
        name: 'honest',
        features,
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.signal > 0 ? 10 : 0)
        },
      }),
  }
}

export const honest = (setting: Setting, build: () => unknown): LeakCase => ({
  ...setting,
  leak: null,
  build,
})
