/** Turns what a strategy throws into an error that points at the strategy's own file and line. */
import { isoTime, type JsonObject, ThroughlineError, UsageError } from '../model/index.ts'
import {
  originalPlaces,
  type SourcePlace,
  type StrategyText,
  scriptName,
  sourceLineAt,
} from './strategy-text.ts'

export interface StrategyFrame extends SourcePlace {
  /** The line's text without its indentation, where it is known. */
  readonly sourceLine: string | undefined
}

/** When a strategy threw, as far as its caller knows. */
export interface StrategyErrorContext {
  readonly runId?: string
  readonly pulseTimeMs?: number
  readonly instrument?: string
}

/**
 * The newest stack frame of an exception that lies in the strategy's text, as a place in the user's files; where it has none,
 * that of what caused it.
 */
export function strategyFrame(error: unknown, bundle: StrategyText): StrategyFrame | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const frame = frameIn(at, bundle)
    if (frame !== undefined) return frame
  }
  return undefined
}

function frameIn(error: Error, bundle: StrategyText): StrategyFrame | undefined {
  if (typeof error.stack !== 'string') return undefined
  const name = scriptName(bundle.text)
  for (const line of error.stack.split('\n')) {
    const at = line.lastIndexOf(`${name}:`)
    const match = at < 0 ? null : /^(\d+):(\d+)/.exec(line.slice(at + name.length + 1))
    if (match === null) continue
    const place = originalPlaces(bundle)(Number(match[1]), Number(match[2]))
    return { ...place, sourceLine: sourceLineAt(bundle, place)?.trim() }
  }
  return undefined
}

/**
 * What to throw for an exception out of a strategy: `UsageError` STRATEGY_THREW with its message, file, line and
 * source line; a refusal of ours (BAD_TARGET) keeps its code and gains the place; other errors of ours stay as they are.
 */
export function explainStrategyError(
  error: unknown,
  bundle: StrategyText,
  context: StrategyErrorContext = {},
): ThroughlineError {
  if (error instanceof ThroughlineError && !(error instanceof UsageError)) return error
  const frame = strategyFrame(error, bundle)
  const details = { ...(error instanceof UsageError ? error.details : {}), ...contextDetails(context, frame) }
  const place = `${frame === undefined ? '' : `\n  at ${frame.file}:${frame.line}:${frame.column}`}${
    frame?.sourceLine === undefined ? '' : `\n     ${frame.sourceLine}`
  }`
  if (error instanceof UsageError) {
    const when = whenOf(context)
    return new UsageError(
      error.code,
      `${error.message}${when === '' ? '' : `\n ${when}`}${place}`,
      details,
      error,
    )
  }
  const thrown =
    error instanceof Error ? `${error.name}: ${error.message}` : `a value that is no Error: ${shown(error)}`
  return new UsageError(
    'STRATEGY_THREW',
    `A strategy must not throw${whenOf(context)}, but this one did:\n  ${thrown}${place}`,
    { ...details, thrown },
    error,
  )
}

/** Whatever of a strategy's own code fails in `work` is thrown as `explainStrategyError` says; a defect of ours stays as it is. */
export function withStrategyPlaces<T>(bundle: StrategyText, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw placedError(error, bundle)
  }
}

/** The same for what fails later. */
export function placedError(error: unknown, bundle: StrategyText): unknown {
  const isKnown = error instanceof ThroughlineError || strategyFrame(error, bundle) !== undefined
  return isKnown ? explainStrategyError(error, bundle) : error
}

function contextDetails(context: StrategyErrorContext, frame: StrategyFrame | undefined): JsonObject {
  if (frame === undefined) return { ...context }
  const { sourceLine, ...place } = frame
  return { ...context, ...place, ...(sourceLine === undefined ? {} : { sourceLine }) }
}

function whenOf({ pulseTimeMs, instrument, runId }: StrategyErrorContext): string {
  const parts = [
    ...(pulseTimeMs === undefined ? [] : [`at pulse ${isoTime(pulseTimeMs)}`]),
    ...(instrument === undefined ? [] : [`for ${instrument}`]),
    ...(runId === undefined ? [] : [`in run ${runId}`]),
  ]
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

function shown(value: unknown): string {
  try {
    return String(value)
  } catch {
    return typeof value
  }
}
