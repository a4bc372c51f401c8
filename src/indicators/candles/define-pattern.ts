/** What all candle patterns share: four prices in, one signal out. */
import { defineIndicator, type Indicator } from '../define.ts'
import type { ParamSpecs, ParamValues } from '../definition.ts'
import { detectColumn } from '../kernels/candle-columns.ts'
import type { Shapes } from '../kernels/candle-facts.ts'
import { type Candles, createCandles, pushCandle } from '../kernels/candles.ts'
import type { CompiledKernels } from '../kernels/compiled-kernels.ts'
import { runTiles, type TileLoop } from '../kernels/tiles.ts'

const INPUTS = ['open', 'high', 'low', 'close'] as const

interface PatternParts {
  readonly name: string
  readonly title: string
  /** Candles that it looks at. */
  readonly candles: number
  readonly lookback: number
}

interface PatternDefinition extends PatternParts {
  /** 100 for a bullish, -100 for a bearish pattern that ends at the newest candle (80 where it only just fits), else 0. */
  readonly detect: (c: Candles) => number
  /** What the candles of a pattern are; or, where wasm/candles.ts finds it, the loop over open, high, low, close and the output. */
  readonly shapes: Shapes | ((kernels: CompiledKernels) => TileLoop)
  /** What `detect` says of each shape, where the shape says all that it asks; of a row that fits several the last one counts. */
  readonly values?: readonly number[]
}

export type Pattern<P extends ParamSpecs = Readonly<Record<never, never>>> = Indicator<
  P,
  (typeof INPUTS)[number],
  'value'
>

/** A candle pattern as an indicator. */
export function definePattern(definition: PatternDefinition): Pattern {
  const { name, title, candles, lookback, detect, shapes, values } = definition
  return defineIndicator({
    name,
    title,
    params: {},
    inputs: INPUTS,
    outputs: ['value'],
    lookback: () => lookback,
    init: () => createCandles(candles),
    step(state, input, output) {
      pushCandle(state, input)
      if (state.count > lookback) output[0] = detect(state)
    },
    columns(_params, run) {
      if (typeof shapes !== 'function')
        return detectColumn({ ...run, lookback, shapes, values: values ?? [] }, detect)
      const first = run.start + lookback
      runTiles({ ...run, start: first, first, lag: lookback }, ({ kernels }) => shapes(kernels))
    },
  })
}

export interface PenetrationParams extends ParamSpecs {
  readonly penetration: { readonly default: number; readonly low: number }
}

interface PenetrationDefinition extends PatternParts {
  /** Share of the first body that the last close must reach into, unless given. */
  readonly penetration: number
  readonly detect: (c: Candles, penetration: number) => number
  readonly shapes: Shapes
}

/** A candle pattern whose last close must reach a share of the way into an earlier body. */
export function definePenetration(definition: PenetrationDefinition): Pattern<PenetrationParams> {
  const { name, title, candles, lookback, detect, shapes } = definition
  return defineIndicator({
    name,
    title,
    params: { penetration: { default: definition.penetration, low: 0 } } as PenetrationParams,
    inputs: INPUTS,
    outputs: ['value'],
    lookback: () => lookback,
    init: ({ penetration }: ParamValues<PenetrationParams>) => ({
      penetration,
      candles: createCandles(candles),
    }),
    step(state, input, output) {
      pushCandle(state.candles, input)
      if (state.candles.count > lookback) output[0] = detect(state.candles, state.penetration)
    },
    columns({ penetration }, run) {
      detectColumn({ ...run, lookback, shapes }, (c) => detect(c, penetration))
    },
  })
}
