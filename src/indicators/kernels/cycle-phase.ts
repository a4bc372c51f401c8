/** The phase of the dominant cycle from a discrete Fourier transform over one measured period (Ehlers 2001, chapter 9). */
import { arcTangent } from './arc-tangent.ts'
import { type HilbertState, hilbertState, pushHilbert, smoothedPrice } from './hilbert.ts'
import { createRing, fromRing, pushRing, type Ring } from './ring.ts'

const RADIANS = Math.PI / 180

export interface CyclePhase {
  readonly hilbert: HilbertState
  readonly prices: Ring
  /** Degrees. */
  phase: number
}

/** Bars before the first value of all that uses the phase. */
export const CYCLE_LOOKBACK = 63
/** Bars before the filters start there. */
export const CYCLE_SETTLE = 37

export function cyclePhase(): CyclePhase {
  return { hilbert: hilbertState(CYCLE_SETTLE), prices: createRing(50), phase: 0 }
}

/** Takes a price and sets the phase; true once the filters run. */
export function pushCyclePhase(state: CyclePhase, price: number): boolean {
  const { hilbert, prices } = state
  if (!pushHilbert(hilbert, price)) return false
  pushRing(prices, smoothedPrice(hilbert))
  const bars = cycleBars(hilbert)
  const { sines, cosines } = circleOf(bars)
  let real = 0
  let imaginary = 0
  for (let i = 0; i < bars; i++) {
    const value = fromRing(prices, i)
    real += sines[i]! * value
    imaginary += cosines[i]! * value
  }
  let phase = state.phase
  if (Math.abs(imaginary) > 0) phase = arcTangent(real / imaginary) / RADIANS
  else if (real < 0) phase -= 90
  else if (real > 0) phase += 90
  // 90 for the sine, one bar's share of the circle for the lag of the smoothing.
  phase += 90 + 360 / hilbert.smoothPeriod
  if (imaginary < 0) phase += 180
  if (phase > 315) phase -= 360
  state.phase = phase
  return true
}

/** The measured period, rounded to whole bars. */
export function cycleBars({ smoothPeriod }: HilbertState): number {
  return Math.floor(smoothPeriod + 0.5)
}

interface Circle {
  readonly sines: Float64Array
  readonly cosines: Float64Array
}

const circles: Circle[] = []

/** Sines and cosines of a circle cut into so many equal parts. */
function circleOf(parts: number): Circle {
  const known = circles[parts]
  if (known !== undefined) return known
  const angles = Float64Array.from({ length: parts }, (_, i) => (i * 2 * Math.PI) / parts)
  const circle = { sines: angles.map(Math.sin), cosines: angles.map(Math.cos) }
  circles[parts] = circle
  return circle
}

export function phaseSine({ phase }: CyclePhase, leadDegrees: number): number {
  return Math.sin((phase + leadDegrees) * RADIANS)
}
