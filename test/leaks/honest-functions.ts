/** Honest strategies of functions of their own: kernels, cross-sections, whole columns, adapters. */
import {
  adaptColumns,
  add,
  columnFeature,
  customKernel,
  defineAcross,
  defineIndicator,
  multiply,
  price,
  rank,
  roc,
  sma,
  subtract,
} from '../../src/index.ts'
import { type LeakCase, WIDE } from './corpus.ts'
import { holding } from './honest-case.ts'

/** A trailing mean as a library would write it. */
const trailing = (values: Float64Array, n: number): number[] => {
  const out: number[] = []
  let sum = 0
  for (let t = 0; t < values.length; t++) {
    sum += values[t]!
    if (t >= n) sum -= values[t - n]!
    if (t >= n - 1) out.push(sum / n)
  }
  return out
}

export const HONEST_FUNCTIONS: readonly LeakCase[] = [
  holding({ name: 'own-cross-section', idea: 'the share of the turnover of all', table: WIDE }, () => {
    const share = defineAcross({
      name: 'share',
      params: {},
      across(values, output) {
        const sum = values.reduce((total, x) => total + x, 0)
        for (let k = 0; k < values.length; k++) output[k] = values[k]! / sum
      },
    })
    return { signal: subtract(share(multiply(price.close, price.volume)), 0.2) }
  }),
  holding({ name: 'own-kernel', idea: 'a streak counted by a kernel of its own' }, () => ({
    signal: subtract(
      customKernel({
        name: 'streak',
        inputs: [roc(1)],
        init: () => ({ n: 0 }),
        step: (state, [change]) => (state.n = change! > 0 ? state.n + 1 : 0),
      }),
      2,
    ),
  })),
  holding({ name: 'kernel-with-a-ring', idea: 'a kernel that keeps the last eight values' }, () => ({
    signal: customKernel({
      name: 'spread-of-eight',
      inputs: [price.close, price.open],
      lookback: 7,
      init: () => ({ ring: new Float64Array(8), n: 0 }),
      step(state, [close, open]) {
        state.ring[state.n++ % 8] = close! - open!
        return Math.max(...state.ring) + Math.min(...state.ring)
      },
    }),
  })),
  holding(
    { name: 'indicator-with-a-fast-loop', idea: 'an indicator whose column loop equals its step' },
    () => ({
      signal: defineIndicator({
        name: 'change-of-two',
        title: 'Change over two bars',
        params: {},
        inputs: ['close'],
        outputs: ['value'],
        lookback: () => 2,
        init: () => ({ a: 0, b: 0 }),
        step(state, input, output) {
          output[0] = input[0]! - state.a
          state.a = state.b
          state.b = input[0]!
        },
        columns(_, { inputs, outputs, start, end }) {
          for (let t = start + 2; t < end; t++) outputs[0]![t] = inputs[0]![t]! - inputs[0]![t - 2]!
        },
      })(),
    }),
  ),
  holding({ name: 'trailing-column', idea: 'a trailing mean over whole columns' }, () => ({
    signal: subtract(
      price.close,
      columnFeature({
        name: 'trailing',
        inputs: [price.close],
        lookback: 9,
        align: 'end',
        compute: ([close]) => trailing(close!, 10),
      }),
    ),
  })),
  holding({ name: 'adapted-library', idea: 'a function of another library, its warm-up left out' }, () => {
    const mean = adaptColumns({
      name: 'library-mean',
      params: { period: { default: 10, low: 1, integer: true } },
      align: 'end',
      lookback: ({ period }) => period - 1,
      compute: ([x], { period }) => trailing(x!, period),
    })
    return { signal: subtract(mean({ period: 4 }), mean({ period: 12 }, price.open)) }
  }),
  holding({ name: 'expanding-z-score', idea: 'standardised by all bars up to the present one' }, () => ({
    signal: columnFeature({
      name: 'expanding-z',
      inputs: [price.close],
      lookback: 2,
      compute: ([c]) => {
        let [sum, squares] = [0, 0]
        return c!.map((x, t) => {
          sum += x
          squares += x * x
          const mean = sum / (t + 1)
          return (x - mean) / Math.sqrt(squares / (t + 1) - mean * mean)
        })
      },
    }),
  })),
  holding({ name: 'expanding-maximum', idea: 'the drawdown from the highest close so far' }, () => ({
    signal: add(
      0.05,
      columnFeature({
        name: 'drawdown',
        inputs: [price.close],
        lookback: 0,
        compute: ([c]) => {
          let peak = Number.NEGATIVE_INFINITY
          return c!.map((x) => {
            peak = Math.max(peak, x)
            return x / peak - 1
          })
        },
      }),
    ),
  })),
  holding({ name: 'strict-column', idea: 'a column function that refuses bars that are no numbers' }, () => ({
    signal: columnFeature({
      name: 'strict',
      inputs: [price.close],
      lookback: 1,
      compute: ([c]) => {
        if (c!.some((x) => !(x > 0 && x < 1e6))) throw new RangeError('not a price')
        return c!.map((x, t) => x - (c![t - 1] ?? x))
      },
    }),
  })),
  holding(
    { name: 'column-that-scribbles', idea: 'a column function that overwrites what it is given' },
    () => ({
      signal: columnFeature({
        name: 'scribbles',
        inputs: [price.close],
        lookback: 1,
        compute: ([c]) => {
          const changes = c!.map((x, t) => x - (c![t - 1] ?? x))
          c!.fill(0)
          return changes
        },
      }),
    }),
  ),
  holding(
    { name: 'column-of-features', idea: 'a column function over a rank and an average', table: WIDE },
    () => ({
      signal: columnFeature({
        name: 'mixed',
        inputs: [rank(roc(4)), sma(6)],
        lookback: 0,
        compute: ([place, mean]) => place!.map((x, t) => 4 - x + 0 * mean![t]!),
      }),
    }),
  ),
]
