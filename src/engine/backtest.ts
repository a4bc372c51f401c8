/** A backtest: every pulse of a table through the engine, and the ledger sealed. */
import {
  type EquityCurve,
  EventLog,
  type FoldListener,
  foldColumns,
  type LedgerState,
  NONE,
} from '../ledger/index.ts'
import { DataError, InvariantError, type JsonObject, type JsonValue, type Sha256 } from '../model/index.ts'
import { createEngine, type EngineInput } from './engine.ts'
import type { Halt } from './missing-bars.ts'

export interface BacktestOutcome {
  readonly log: EventLog
  readonly curve: EquityCurve
  /** Opening instants of the bars of each pulse, epoch ms. */
  readonly pulseOpenMs: Float64Array
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

type StoredCurve = Pick<BacktestOutcome, 'curve' | 'pulseOpenMs'>

/** What a curve's hash covers: close and open instants, equity, cash, gross exposure (f64), open positions (u32). */
function curveColumns({ curve, pulseOpenMs }: StoredCurve): Uint8Array[] {
  const { timeMs, equity, cash, grossExposure, openPositions } = curve
  return [timeMs, pulseOpenMs, equity, cash, grossExposure, openPositions].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  )
}

/** The bytes of a curve, column after column. */
export function curveBytes(stored: StoredCurve): Uint8Array {
  const columns = curveColumns(stored)
  const out = new Uint8Array(columns.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const column of columns) {
    out.set(column, at)
    at += column.length
  }
  return out
}

const BYTES_PER_PULSE = 44

/** A curve from its bytes. Throws `DataError` CURVE_DAMAGED where they are no whole number of pulses. */
export function curveFromBytes(bytes: Uint8Array): StoredCurve {
  const pulses = bytes.length / BYTES_PER_PULSE
  if (!Number.isInteger(pulses)) {
    throw new DataError(
      'CURVE_DAMAGED',
      `A stored curve must have ${BYTES_PER_PULSE} bytes a pulse, but it has ${bytes.length} bytes.`,
      { bytes: bytes.length },
    )
  }
  const copy = new Uint8Array(bytes).buffer
  const doubles = (index: number): Float64Array => new Float64Array(copy, 8 * index * pulses, pulses)
  return {
    pulseOpenMs: doubles(1),
    curve: {
      timeMs: doubles(0),
      equity: doubles(2),
      cash: doubles(3),
      grossExposure: doubles(4),
      openPositions: new Uint32Array(copy, 40 * pulses, pulses),
    },
  }
}

/**
 * Writes the last event of a run: what came out, and the hash of the equity curve. Returns the folded state; fills and
 * trades go to the listener where there is one. Throws `InvariantError` CASH_DIVERGED.
 */
export function finishLedger(outcome: BacktestOutcome, sha256: Sha256, listener?: FoldListener): LedgerState {
  const { log, curve, finalCash, finalEquity } = outcome
  const state = foldColumns(log.chunks, listener)
  if (state.cash !== finalCash) {
    throw new InvariantError(
      'CASH_DIVERGED',
      `Cash folded from the ledger is ${state.cash}, but the engine's is ${finalCash}.`,
    )
  }
  const summary: JsonObject = {
    finalCash,
    finalEquity,
    fills: state.counts.fills,
    trades: state.counts.trades,
    orders: state.counts.orders,
    decisions: state.counts.decisions,
    curveSha256: sha256(...curveColumns(outcome)),
  }
  const timeMs = outcome.halted?.timeMs ?? curve.timeMs.at(-1)!
  log.appendJson('run-finished', { timeMs, cause: NONE }, summary)
  return state
}
