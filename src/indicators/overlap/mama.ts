import { defineIndicator } from '../define.ts'
import { arcTangent } from '../kernels/arc-tangent.ts'
import { doublesAt } from '../kernels/compiled.ts'
import { type HilbertState, hilbertState, pushHilbert } from '../kernels/hilbert.ts'
import { hilbertColumns } from '../kernels/hilbert-columns.ts'
import { runTiles } from '../kernels/tiles.ts'

const LOOKBACK = 32
/** Bars before the filters start. */
const SETTLE = 12

/**
 * MESA adaptive moving average: an average whose weight follows the rate at which the phase of the cycle changes.
 *
 * Formula: weight = fast / phase change in degrees, between slow and fast; following is averaged with half that weight.
 * Both start from 0 at bar 12, so the first values after the warm-up still carry that start, as TA-Lib's do.
 * Source: J. F. Ehlers 2001; TA-Lib MAMA.
 * Warm-up: 32 bars. Outputs: value, following.
 */
export const mama = defineIndicator({
  name: 'mama',
  title: 'MESA adaptive moving average',
  params: { fast: { default: 0.5, low: 0.01, high: 0.99 }, slow: { default: 0.05, low: 0.01, high: 0.99 } },
  inputs: ['close'],
  outputs: ['value', 'following'],
  lookback: () => LOOKBACK,
  check: ({ fast, slow }) => (slow <= fast ? undefined : 'slow must not exceed fast, but it does.'),
  settles: 'the filters of the cycle settle',
  init: mamaState,
  step(state, input, output) {
    if (!pushHilbert(state.hilbert, input[0]!)) return
    pushMama(state, input[0]!)
    output[0] = state.value
    output[1] = state.following
  },
  columns(p, { inputs, outputs, start, end }) {
    const state = mamaState(p)
    const input = inputs[0]!
    const [value, following] = outputs as readonly [Float64Array, Float64Array]
    const first = start + LOOKBACK
    if (first >= end) return
    for (let t = start; t < first; t++) if (pushHilbert(state.hilbert, input[t]!)) pushMama(state, input[t]!)
    const run = { input, inPhase: value, quadrature: following }
    hilbertColumns({ ...run, settle: SETTLE, start, first, end })
    // What the loop reads of its outputs are the components that were put there.
    const rows = { inputs: [input, value, following], outputs, start: first, end, first }
    runTiles(rows, ({ kernels, bytes }) => {
      const numbers = bytes(40)
      const { phase, value, following, slow, fast } = state
      doublesAt(numbers, 5).set([phase, value, following, slow, fast])
      return (count, [x, inPhase, quadrature, y, z]) => {
        kernels.mama(numbers, x!, inPhase!, quadrature!, y!, z!, count)
      }
    })
  },
})

interface MamaState {
  readonly fast: number
  readonly slow: number
  readonly hilbert: HilbertState
  phase: number
  value: number
  following: number
}

function mamaState({ fast, slow }: { readonly fast: number; readonly slow: number }): MamaState {
  return { fast, slow, hilbert: hilbertState(SETTLE), phase: 0, value: 0, following: 0 }
}

/** Takes a price that the discriminator has taken. */
function pushMama(state: MamaState, price: number): void {
  const { inPhase, quadrature } = state.hilbert
  const phase = inPhase === 0 ? 0 : (arcTangent(quadrature / inPhase) * 180) / Math.PI
  const change = Math.max(1, state.phase - phase)
  state.phase = phase
  const weight = Math.max(state.slow, state.fast / change)
  state.value = weight * price + (1 - weight) * state.value
  state.following = 0.5 * weight * state.value + (1 - 0.5 * weight) * state.following
}
