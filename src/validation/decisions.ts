/**
 * The engine over a future of poison, held against the plain run's events pulse by pulse. The strategy's pulse shows the
 * instruments that have started, as if later ones did not exist.
 */
import { createEngine } from '../engine/index.ts'
import { BLOCK_EVENTS, type EventColumns, EventLog, KIND_CODES } from '../ledger/index.ts'
import type { Instrument } from '../model/index.ts'
import type { Pulse, Strategy } from '../strategy/index.ts'
import type { Difference } from './finding.ts'
import type { FutureTable } from './future-table.ts'
import type { PlainRun, ProofInput } from './proof-input.ts'

export interface DecisionCheck {
  /** Executes the next pulse; what differs from the plain run, if anything. */
  step(): Difference | undefined
}

export interface DecisionSetting {
  readonly plain: PlainRun
  readonly input: ProofInput
  readonly strategy: Strategy
  readonly future: FutureTable
  /** Pulses ahead that are known, 0 for none. */
  readonly horizon: number
}

export function createDecisionCheck(setting: DecisionSetting): DecisionCheck {
  const { plain, input, strategy, future, horizon } = setting
  const log = new EventLog()
  let pulse = -1
  const show = pulseWindow(plain, () => pulse + horizon)
  const engine = createEngine({
    table: future.table,
    actions: input.actions ?? [],
    features: future.features,
    strategy: { ...strategy, decide: (pulse, params) => strategy.decide(show(pulse), params) },
    params: input.params,
    config: input.config,
    log,
    identity: {},
  })
  return {
    step() {
      const from = log.count
      pulse++
      try {
        engine.step()
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error)
        return { pulse, instrument: null, error: text }
      }
      const seq = firstDifference(log, plain.log, from, plain.marks[pulse]!)
      return seq === undefined ? undefined : { pulse, instrument: instrumentFrom(log, plain.log, seq) }
    },
  }
}

/** A pulse of which `instruments` are those that have started by a pulse; all else passes. */
function pulseWindow(plain: PlainRun, lastKnown: () => number): (pulse: Pulse) => Pulse {
  const { startOf } = plain
  let proxy: Pulse | undefined
  return (pulse) => {
    const all = pulse.instruments
    // One pulse object lives as long as its engine.
    proxy ??= new Proxy(pulse, {
      get(target, name) {
        if (name === 'instruments') return startedBy(all, startOf, lastKnown())
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
      set: (target, name, value) => Reflect.set(target, name, value, target),
    })
    return proxy
  }
}

function startedBy(all: readonly Instrument[], startOf: Float64Array, pulse: number): readonly Instrument[] {
  return all.filter((_, i) => startOf[i]! <= pulse)
}

/** The first event from `from` on in which two logs differ, up to the `to`th of the second. */
function firstDifference(found: EventLog, wanted: EventLog, from: number, to: number): number | undefined {
  const shared = Math.min(found.count, to)
  for (let seq = from; seq < shared; seq++) if (!isSameEvent(found, wanted, seq)) return seq
  return found.count === to ? undefined : shared
}

function isSameEvent(a: EventLog, b: EventLog, seq: number): boolean {
  const [x, i] = placeOf(a, seq)
  const [y] = placeOf(b, seq)
  return (
    x.kind[i] === y.kind[i] &&
    x.timeMs[i] === y.timeMs[i] &&
    Object.is(x.a[i], y.a[i]) &&
    Object.is(x.b[i], y.b[i]) &&
    x.cause[i] === y.cause[i] &&
    x.subject[i] === y.subject[i] &&
    x.reason[i] === y.reason[i] &&
    x.payloads.get(i) === y.payloads.get(i)
  )
}

export function placeOf({ chunks }: EventLog, seq: number): readonly [EventColumns, number] {
  return [chunks[Math.floor(seq / BLOCK_EVENTS)]!, seq % BLOCK_EVENTS]
}

/** The instrument of the first of two differing events that has one: a decision counts instruments instead. */
function instrumentFrom(found: EventLog, wanted: EventLog, first: number): number | null {
  for (let seq = first; seq < Math.max(found.count, wanted.count); seq++) {
    if (seq < found.count && seq < wanted.count && isSameEvent(found, wanted, seq)) continue
    for (const log of [found, wanted]) {
      if (seq >= log.count) continue
      const [chunk, at] = placeOf(log, seq)
      if (chunk.kind[at] !== KIND_CODES.decision && chunk.subject[at]! < 0xffff_ffff)
        return chunk.subject[at]!
    }
  }
  return null
}
