/** Swing points: bars that stand out among so many neighbours on each side, known once the right side has closed. */
import { createRing, fromRing, pushRing, type Ring } from './ring.ts'

export interface SwingWindow {
  readonly right: number
  readonly ring: Ring
}

export function swingWindow(left: number, right: number): SwingWindow {
  return { right, ring: createRing(left + right + 1) }
}

/** Takes a value; the one of `right` bars ago where it exceeds all others of the window, else NaN. Negate for lows. */
export function pushSwing({ right, ring }: SwingWindow, value: number): number {
  if (!pushRing(ring, value)) return Number.NaN
  const center = fromRing(ring, right)
  for (let ago = 0; ago < ring.values.length; ago++) {
    if (ago !== right && fromRing(ring, ago) >= center) return Number.NaN
  }
  return center
}
