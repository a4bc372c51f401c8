/** How long each phase of a run takes. */
import type { JsonObject } from '../model/index.ts'

export type RunPhase = 'load' | 'proof' | 'read' | 'features' | 'loop' | 'ledger' | 'store'

export type Clock = ReturnType<typeof createClock>

/** Milliseconds of each phase so far and in all; `storeMs` is added by who saves. */
export function createClock(onPhase: ((phase: RunPhase) => void) | undefined) {
  const spent: Record<string, number> = {}
  const started = performance.now()
  let phase: RunPhase | undefined
  let since = started
  const lap = (): void => {
    const now = performance.now()
    if (phase !== undefined) spent[`${phase}Ms`] = now - since
    since = now
  }
  return {
    begin(next: RunPhase): void {
      lap()
      phase = next
      onPhase?.(next)
    },
    /** What is known before the run is stored. */
    timing(): JsonObject {
      return { ...spent, storeMs: null, totalMs: performance.now() - started }
    },
    end(): JsonObject {
      lap()
      return { ...spent, totalMs: performance.now() - started }
    },
  }
}
