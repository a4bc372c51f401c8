/** A strategy's failure, told so that its author can act on it: which run, which pulse, which instrument, which line. */
import type { FailurePlace } from '../engine/index.ts'
import { isoTime, ThroughlineError, UsageError } from '../model/index.ts'
import type { Strategy } from '../strategy/index.ts'
import type { LoadedStrategy } from './load-strategy.ts'
import { strategyFrame } from './strategy-errors.ts'

/** The `UsageError` STRATEGY_THREW (or BAD_TARGET) for what `decide` threw; our own defects pass unchanged. */
export function describeFailure(
  error: unknown,
  place: FailurePlace,
  { runId, loaded }: { readonly runId: string; readonly loaded: LoadedStrategy<Strategy> },
): unknown {
  const ours = error instanceof ThroughlineError
  if (ours && !(error instanceof UsageError)) return error
  const frame = strategyFrame(error, loaded.bundle)
  const time = isoTime(place.timeMs)
  const where = place.instrument === undefined ? '' : `, instrument ${place.instrument}`
  const said =
    error instanceof Error ? (ours ? error.message : `${error.name}: ${error.message}`) : String(error)
  const line =
    frame === undefined
      ? ''
      : `\n  at ${frame.file}:${frame.line}:${frame.column}${frame.sourceLine === undefined ? '' : `\n  ${frame.sourceLine.trim()}`}`
  return new UsageError(
    ours ? error.code : 'STRATEGY_THREW',
    `Strategy '${loaded.strategy.name}' must decide without an error, but in run ${runId} at the pulse of ${time}${where} it failed: ${said}${line}`,
    {
      runId,
      pulse: place.pulse,
      timeMs: place.timeMs,
      time,
      instrument: place.instrument ?? null,
      file: frame?.file ?? null,
      line: frame?.line ?? null,
      column: frame?.column ?? null,
    },
    error,
  )
}
