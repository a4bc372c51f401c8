/** Leaks past the features: columns that are kept outside and read by others, and the universe of the run. */
import { columnFeature, customKernel, defineAcross, defineStrategy, price } from '../../src/index.ts'
import { DENSE, HOURLY, type LeakCase, WIDE } from './corpus.ts'

export const PLANTED_CAPTURED: readonly LeakCase[] = [
  {
    name: 'captured-column',
    idea: 'a feature that is honest keeps its column outside, and decide looks up the next close there',
    table: HOURLY,
    leak: { feature: 'decide', readsAhead: 1 },
    build: () => {
      let kept = new Float64Array(0)
      return defineStrategy({
        name: 'planted',
        state: { n: -1 },
        features: () => ({
          same: columnFeature({
            name: 'same',
            inputs: [price.close],
            lookback: 0,
            compute: ([close]) => {
              kept = close!.slice()
              return close!
            },
          }),
        }),
        decide(pulse) {
          const n = pulse.state.n + 1
          pulse.state = { n }
          for (const bar of pulse.bars) bar.target((kept[n + 1] ?? 0) > bar.same ? 10 : 0)
        },
      })
    },
  },
  {
    name: 'captured-forecast',
    idea: 'a column function works out the best of the next six bars on the side, and decide reads it',
    table: HOURLY,
    leak: { feature: 'decide', readsAhead: 6 },
    build: () => {
      const kept = { best: new Float64Array(0) }
      return defineStrategy({
        name: 'planted',
        state: { n: -1 },
        features: () => ({
          same: columnFeature({
            name: 'same',
            inputs: [price.close],
            lookback: 0,
            compute: ([close]) => {
              kept.best = close!.map((_, t) => Math.max(...close!.subarray(t, t + 7)))
              return close!
            },
          }),
        }),
        decide(pulse) {
          const n = pulse.state.n + 1
          pulse.state = { n }
          for (const bar of pulse.bars) bar.target(Math.round((kept.best[n] ?? 0) * 100))
        },
      })
    },
  },
  {
    name: 'captured-by-a-kernel',
    idea: 'a kernel, which sees one bar at a time, reads the column that another feature left outside',
    table: HOURLY,
    leak: { feature: 'next', readsAhead: 1 },
    build: () => {
      let kept = new Float64Array(0)
      return defineStrategy({
        name: 'planted',
        features: () => {
          const same = columnFeature({
            name: 'same',
            inputs: [price.close],
            lookback: 0,
            compute: ([close]) => {
              kept = close!.slice()
              return close!
            },
          })
          const next = customKernel({
            name: 'next',
            inputs: [same],
            init: () => ({ n: -1 }),
            step: (state, [close]) => kept[++state.n + 1] ?? close!,
          })
          return { next }
        },
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.next > bar.close ? 10 : 0)
        },
      })
    },
  },
  {
    name: 'captured-by-a-cross-section',
    idea: "a cross-section adds what it knows of the first instrument's next bar",
    table: DENSE,
    leak: { feature: 'place', readsAhead: 1 },
    build: () => {
      const kept: Float64Array[] = []
      const withNext = defineAcross({
        name: 'with-next',
        params: {},
        across(values, output) {
          const n = kept[0]!.indexOf(values[0]!)
          for (let k = 0; k < values.length; k++) output[k] = values[k]! - (kept[0]![n + 1] ?? 0)
        },
      })
      return defineStrategy({
        name: 'planted',
        features: () => ({
          place: withNext(
            columnFeature({
              name: 'same',
              inputs: [price.close],
              lookback: 0,
              compute: ([close]) => {
                kept[close![0] === DENSE.close[0] ? 0 : 1] = close!.slice()
                return close!
              },
            }),
          ),
        }),
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(bar.place > 0 ? 10 : 0)
        },
      })
    },
  },
  {
    name: 'size-of-the-universe',
    idea: 'money is shared by all instruments of the run, those that list later included',
    table: WIDE,
    leak: { feature: 'decide', readsAhead: 90 },
    build: () =>
      defineStrategy({
        name: 'planted',
        decide(pulse) {
          for (const bar of pulse.bars) bar.target(Math.floor(100 / pulse.instruments.length))
        },
      }),
  },
  {
    name: 'known-listing',
    idea: 'nothing is bought before the instrument that will list later has listed, and that it will is known',
    table: WIDE,
    leak: { feature: 'decide', readsAhead: 60 },
    build: () =>
      defineStrategy({
        name: 'planted',
        decide(pulse) {
          const willList = pulse.instruments.some(({ id }) => id === 'I0006')
          for (const bar of pulse.bars) bar.target(willList ? 5 : 0)
        },
      }),
  },
]
