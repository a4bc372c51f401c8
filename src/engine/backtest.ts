/** A backtest: every pulse of a table through the engine, and the ledger sealed. */
import { type EquityCurve, EventLog, foldLedger, type LedgerState, NONE, readLog } from '../ledger/index.ts'
import { DataError, type JsonObject, type JsonValue, type Sha256 } from '../model/index.ts'
import { createEngine, type EngineInput } from './engine.ts'

export interface BacktestOutcome {
  readonly log: EventLog
  readonly curve: EquityCurve
  readonly state: JsonValue
  readonly finalCash: number
  readonly finalEquity: number
}

/** Called when `decide` throws: returns the error to throw in its place, told the pulse's instant. */
export type DecideFailure = (
  error: unknown,
  at: { readonly timeMs: number; readonly pulse: number },
) => unknown

/**
 * Runs all pulses. Same input, same events, to the byte. Throws `UsageError` BAD_TARGET and whatever the strategy
 * throws, translated by `onFailure`.
 */
export function runBacktest(
  input: Omit<EngineInput, 'log'>,
  onFailure: DecideFailure = (error) => error,
): BacktestOutcome {
  const log = new EventLog()
  const engine = createEngine({ ...input, log })
  const pulses = input.table.pulseTimeMs.length
  try {
    for (let p = 0; p < pulses; p++) engine.step()
  } catch (error) {
    throw onFailure(error, { timeMs: input.table.pulseTimeMs[engine.pulse] ?? 0, pulse: engine.pulse })
  }
  engine.finish()
  return {
    log,
    curve: engine.curve,
    state: engine.state,
    finalCash: engine.cash,
    finalEquity: engine.equity,
  }
}

/** The bytes of a curve that its hash covers: equity, cash, gross exposure as doubles, open positions as u32. */
export function curveBytes(curve: EquityCurve): Uint8Array {
  const columns = [curve.equity, curve.cash, curve.grossExposure, curve.openPositions]
  const out = new Uint8Array(columns.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const { buffer, byteOffset, byteLength } of columns) {
    out.set(new Uint8Array(buffer, byteOffset, byteLength), at)
    at += byteLength
  }
  return out
}

/** A curve from its bytes and the pulse instants of its table. Throws `DataError` CURVE_DAMAGED on another length. */
export function curveFromBytes(bytes: Uint8Array, timeMs: Float64Array): EquityCurve {
  const pulses = timeMs.length
  if (bytes.length !== 28 * pulses) {
    throw new DataError(
      'CURVE_DAMAGED',
      `A curve of ${pulses} pulses has ${28 * pulses} bytes, but ${bytes.length} are stored.`,
    )
  }
  const copy = new Uint8Array(bytes).buffer
  return {
    timeMs,
    equity: new Float64Array(copy, 0, pulses),
    cash: new Float64Array(copy, 8 * pulses, pulses),
    grossExposure: new Float64Array(copy, 16 * pulses, pulses),
    openPositions: new Uint32Array(copy, 24 * pulses, pulses),
  }
}

/** Writes the last event of a run: what came out, and the hash of the equity curve. Returns the folded state. */
export function finishLedger(
  { log, curve, finalCash, finalEquity }: BacktestOutcome,
  sha256: Sha256,
  multiplierOf: (instrument: string) => number,
): LedgerState {
  const state = foldLedger(readLog(log), multiplierOf)
  const summary: JsonObject = {
    finalCash,
    finalEquity,
    fills: state.fills.length,
    trades: state.trades.length,
    orders: state.counts.orders,
    decisions: state.counts.decisions,
    curveSha256: sha256(curveBytes(curve)),
  }
  log.appendJson('run-finished', { timeMs: curve.timeMs.at(-1)!, cause: NONE }, summary)
  return state
}
