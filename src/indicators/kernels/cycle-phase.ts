/** The phase of the dominant cycle from a discrete Fourier transform over one measured period (Ehlers 2001, chapter 9). */
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

export function cyclePhase(): CyclePhase {
  return { hilbert: hilbertState(37), prices: createRing(50), phase: 0 }
}

/** Takes a price and sets the phase; true once the filters run. */
export function pushCyclePhase(state: CyclePhase, price: number): boolean {
  const { hilbert, prices } = state
  if (!pushHilbert(hilbert, price)) return false
  pushRing(prices, smoothedPrice(hilbert))
  const bars = cycleBars(state)
  let real = 0
  let imaginary = 0
  for (let i = 0; i < bars; i++) {
    const angle = (i * 2 * Math.PI) / bars
    const value = fromRing(prices, i)
    real += Math.sin(angle) * value
    imaginary += Math.cos(angle) * value
  }
  let phase = state.phase
  if (Math.abs(imaginary) > 0) phase = Math.atan(real / imaginary) / RADIANS
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
export function cycleBars({ hilbert }: CyclePhase): number {
  return Math.floor(hilbert.smoothPeriod + 0.5)
}

export function phaseSine({ phase }: CyclePhase, leadDegrees: number): number {
  return Math.sin((phase + leadDegrees) * RADIANS)
}
