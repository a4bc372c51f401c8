/**
 * State is a fold: `evolve(state, event)` is the only way in which events become cash, positions, lots, fills and
 * trades. The state is its caller's own and is changed in place, one event at a time, in order.
 */
import { InvariantError } from '../model/index.ts'
import type { LedgerEvent } from './events.ts'
import type { Fill, OpenLot, Trade } from './evidence.ts'
import { type LotFill, Lots } from './lots.ts'

export interface LedgerState {
  cash: number
  /** Units by instrument, those with zero left out. */
  readonly positions: Map<string, number>
  /** In order; empty where a listener took them. */
  readonly fills: Fill[]
  readonly trades: Trade[]
  fees: number
  /** Cash received in dividends, less what was paid on short positions. */
  dividends: number
  /** Sum of |quantity x price x multiplier| over all fills. */
  tradedNotional: number
  readonly counts: {
    events: number
    decisions: number
    orders: number
    denied: number
    expired: number
    fills: number
    trades: number
  }
  /** The lots of all instruments. */
  readonly lots: Lots
  /** The newest fill, whose fees may still follow. */
  pending: Fill | null
  /** As the run's first event says. */
  multipliers: Readonly<Record<string, number>>
}

/** The state before the first event. */
export function initialState(): LedgerState {
  return {
    cash: 0,
    positions: new Map(),
    fills: [],
    trades: [],
    fees: 0,
    dividends: 0,
    tradedNotional: 0,
    counts: { events: 0, decisions: 0, orders: 0, denied: 0, expired: 0, fills: 0, trades: 0 },
    lots: new Lots(),
    pending: null,
    multipliers: {},
  }
}

/** Applies one event. */
export function evolve(state: LedgerState, event: LedgerEvent): LedgerState {
  state.counts.events++
  if (event.kind !== 'fee') settle(state)
  switch (event.kind) {
    case 'run-started':
      state.multipliers = event.multipliers
      break
    case 'opening':
      state.cash = event.cash
      break
    case 'decision':
      state.counts.decisions++
      break
    case 'order-submitted':
      state.counts.orders++
      break
    case 'order-denied':
      state.counts.denied++
      break
    case 'order-expired':
      state.counts.expired++
      break
    case 'fill': {
      const { seq, timeMs, instrument, quantity, price } = event
      const notional = move(state, event)
      state.tradedNotional += Math.abs(notional)
      state.pending = { seq, orderSeq: event.cause ?? seq, timeMs, instrument, quantity, price, fee: 0 }
      break
    }
    case 'fee': {
      const fill = state.pending
      if (fill === null || fill.seq !== event.cause) {
        throw new InvariantError(
          'FEE_WITHOUT_FILL',
          `Fee event ${event.seq} must follow the fill that caused it.`,
        )
      }
      state.cash -= event.amount
      state.fees += event.amount
      state.pending = { ...fill, fee: fill.fee + event.amount }
      break
    }
    case 'dividend':
      state.cash += event.amount
      state.dividends += event.amount
      state.lots.dividend(slotOf(state, event.instrument), event.amount)
      break
    case 'split':
      if (event.quantity !== 0) state.positions.set(event.instrument, event.quantity)
      state.lots.split(slotOf(state, event.instrument), event.ratio, event.quantity)
      break
    case 'cash-in-lieu':
      move(state, event)
      applyToLots(state, { ...event, fee: 0 })
      break
    case 'order-cancelled':
    case 'halted':
    case 'state-saved':
    case 'risk-adjusted':
    case 'run-finished':
      break
    default:
      event satisfies never
  }
  return state
}

/** The state after all events, the last fill settled. */
export function foldLedger(events: Iterable<LedgerEvent>): LedgerState {
  const state = initialState()
  for (const event of events) evolve(state, event)
  settle(state)
  return state
}

/** The lots still open, by instrument in order of first trade. */
export function openLotsOf(state: LedgerState): OpenLot[] {
  return state.lots.open()
}

function slotOf(state: LedgerState, instrument: string): number {
  return state.lots.slotOf(instrument, multiplierOf(state, instrument))
}

function multiplierOf(state: LedgerState, instrument: string): number {
  return state.multipliers[instrument] ?? 1
}

/** Moves position and cash by opposite amounts; returns what was paid for the units. */
function move(
  state: LedgerState,
  { instrument, quantity, price }: Pick<Fill, 'instrument' | 'quantity' | 'price'>,
): number {
  const notional = quantity * price * multiplierOf(state, instrument)
  const position = (state.positions.get(instrument) ?? 0) + quantity
  if (position === 0) state.positions.delete(instrument)
  else state.positions.set(instrument, position)
  state.cash -= notional
  return notional
}

/** A fill is complete, fees and all, when anything but its fee follows. */
function settle(state: LedgerState): void {
  const fill = state.pending
  if (fill === null) return
  state.pending = null
  state.counts.fills++
  state.fills.push(fill)
  applyToLots(state, fill)
}

function applyToLots(state: LedgerState, fill: LotFill & Pick<Fill, 'instrument'>): void {
  state.lots.apply(slotOf(state, fill.instrument), fill, (trade) => {
    state.counts.trades++
    state.trades.push({ ...trade })
  })
}
