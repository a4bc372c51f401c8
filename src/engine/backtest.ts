/** A backtest: every pulse of a table through the engine, and the ledger sealed. */
import {
  type CurveRecord,
  type EquityCurve,
  EventLog,
  encodeCurve,
  type FoldListener,
  foldColumns,
  type LedgerState,
  NONE,
} from '../ledger/index.ts'
import { InvariantError, type JsonObject, type JsonValue, type Sha256 } from '../model/index.ts'
import { createEngine, type EngineInput } from './engine.ts'
import type { Halt } from './missing-bars.ts'

export interface BacktestOutcome extends CurveRecord {
  readonly log: EventLog
  readonly state: JsonValue
  readonly finalCash: number
  readonly finalEquity: number
  /** Where the run was halted before its bars ended, else null. */
  readonly halted: Halt | null
}

/** Where a strategy failed. */
export interface FailurePlace {
  readonly pulse: number
  readonly timeMs: number
  /** The instrument whose view the strategy touched last; undefined where it had touched none at this pulse. */
  readonly instrument: string | undefined
}

/** Translates what a strategy threw into the error to throw in its place. */
export type DecideFailure = (error: unknown, place: FailurePlace) => unknown

/**
 * Runs all pulses. Same input, same events, to the byte. What the strategy throws (and `UsageError` BAD_TARGET) goes
 * through `onFailure`.
 */
export function runBacktest(
  input: Omit<EngineInput, 'log' | 'onTouch'>,
  onFailure: DecideFailure = (error) => error,
): BacktestOutcome {
  const log = new EventLog()
  const engine = createEngine({ ...input, log })
  const halted = input.missing?.halt ?? null
  const pulses = halted?.pulses ?? input.table.pulseTimeMs.length
  try {
    for (let p = 0; p < pulses; p++) engine.step()
  } catch (error) {
    throw onFailure(error, placeOfFailure(input, engine.pulse))
  }
  if (halted === null) engine.finish()
  else engine.halt(halted)
  return {
    log,
    curve: firstPulses(engine.curve, pulses),
    pulseOpenMs: input.table.pulseOpenMs.subarray(0, pulses),
    state: engine.state,
    finalCash: engine.cash,
    finalEquity: engine.equity,
    halted,
  }
}

function firstPulses(curve: EquityCurve, pulses: number): EquityCurve {
  const { timeMs, equity, cash, grossExposure, openPositions } = curve
  if (pulses === timeMs.length) return curve
  return {
    timeMs: timeMs.subarray(0, pulses),
    equity: equity.subarray(0, pulses),
    cash: cash.subarray(0, pulses),
    grossExposure: grossExposure.subarray(0, pulses),
    openPositions: openPositions.subarray(0, pulses),
  }
}

/** Runs again up to the failing pulse with views that report: a strategy is deterministic, and the loop stays bare. */
function placeOfFailure(input: Omit<EngineInput, 'log' | 'onTouch'>, pulse: number): FailurePlace {
  let touched: number | undefined
  let current = -1
  const onTouch = (instrument: number): void => {
    if (current === pulse) touched = instrument
  }
  const engine = createEngine({ ...input, log: new EventLog(), onTouch })
  for (current = 0; current <= pulse; current++) {
    if (throws(() => engine.step())) break
  }
  const instrument = touched === undefined ? undefined : input.table.instruments[touched]?.id
  return { pulse, timeMs: input.table.pulseTimeMs[pulse] ?? Number.NaN, instrument }
}

function throws(action: () => void): boolean {
  try {
    action()
    return false
  } catch {
    return true
  }
}

export interface FinishedLedger {
  readonly state: LedgerState
  /** The equity curve as it is stored; its hash is in the ledger's last event. */
  readonly curveBytes: Uint8Array
}

/**
 * Writes the last event of a run: what came out, and the hash of the equity curve. Returns the folded state and the curve's
 * bytes; fills and trades go to the listener where there is one. Throws `InvariantError` CASH_DIVERGED.
 */
export function finishLedger(
  outcome: BacktestOutcome,
  sha256: Sha256,
  listener?: FoldListener,
): FinishedLedger {
  const { log, curve, finalCash, finalEquity } = outcome
  const state = foldColumns(log.chunks, listener)
  if (state.cash !== finalCash) {
    throw new InvariantError(
      'CASH_DIVERGED',
      `Cash folded from the ledger is ${state.cash}, but the engine's is ${finalCash}.`,
    )
  }
  const curveBytes = encodeCurve(outcome)
  const summary: JsonObject = {
    finalCash,
    finalEquity,
    fills: state.counts.fills,
    trades: state.counts.trades,
    orders: state.counts.orders,
    decisions: state.counts.decisions,
    curveSha256: sha256(curveBytes),
  }
  const timeMs = outcome.halted?.timeMs ?? curve.timeMs.at(-1)!
  log.appendJson('run-finished', { timeMs, cause: NONE }, summary)
  return { state, curveBytes }
}
