/** Finds in a ledger what is to be explained, what led to it, and the account around it. */
import { evolve, initialState, type LedgerEvent, type Trade } from '../ledger/index.ts'
import { InvariantError, isoTime, UsageError } from '../model/index.ts'
import type { StoredEvidence } from './evidence.ts'

/** What of a run is to be explained. */
export type ExplainChoice =
  | { readonly kind: 'last' }
  /** The fill that is this event of the ledger. */
  | { readonly kind: 'fill'; readonly seq: number }
  /** The trade of this number, counted from 1 in the order in which trades are exported: its entry and its exit. */
  | { readonly kind: 'trade'; readonly number: number }
  /** What became of an instrument's orders that were decided or ended in [fromMs, toMs). */
  | { readonly kind: 'at'; readonly instrument: string; readonly fromMs: number; readonly toMs: number }

export type OrderEnd = Extract<
  LedgerEvent,
  { readonly kind: 'fill' | 'order-denied' | 'order-cancelled' | 'order-expired' }
>

/** The ends of the chosen orders, in the order of the ledger, and the trade where one was chosen. */
export interface Chosen {
  readonly ends: readonly OrderEnd[]
  readonly trade: Trade | null
}

/** Throws `UsageError` NO_FILLS, NOT_A_FILL, NO_SUCH_TRADE. */
export function chooseEnds(
  choice: ExplainChoice,
  events: readonly LedgerEvent[],
  { run: { runId }, trades }: StoredEvidence,
): Chosen {
  switch (choice.kind) {
    case 'last': {
      const last = events.findLast(({ kind }) => kind === 'fill')
      if (last !== undefined) return { ends: [last as OrderEnd], trade: null }
      throw new UsageError(
        'NO_FILLS',
        `Run '${runId}' filled no order. Name what is to be explained: --at DATE --instrument X.`,
        { runId },
      )
    }
    case 'fill':
      return { ends: [fillAt(choice.seq, events, runId)], trade: null }
    case 'trade': {
      const trade = trades[choice.number - 1]
      if (trade === undefined) {
        throw new UsageError(
          'NO_SUCH_TRADE',
          `A trade must be one of the ${trades.length} of run '${runId}', counted from 1, but it is ${choice.number}.`,
          { runId, trade: choice.number, trades: trades.length },
        )
      }
      // Units that a split paid out in cash were sold by no order.
      const isPaidOut = events[trade.exitSeq]?.kind === 'cash-in-lieu'
      const filled = isPaidOut ? [trade.entrySeq] : [trade.entrySeq, trade.exitSeq]
      const ends = filled.map((seq) => fillAt(seq, events, runId))
      return { ends, trade }
    }
    case 'at': {
      const { instrument, fromMs, toMs } = choice
      const isThen = ({ timeMs }: LedgerEvent): boolean => timeMs >= fromMs && timeMs < toMs
      const ends = events.filter(
        (event): event is OrderEnd =>
          isOrderEnd(event) &&
          event.instrument === instrument &&
          (isThen(event) || causesOf(event, events).some(isThen)),
      )
      return { ends, trade: null }
    }
    default:
      return choice satisfies never
  }
}

function isOrderEnd(event: LedgerEvent): event is OrderEnd {
  const { kind } = event
  return kind === 'fill' || kind === 'order-denied' || kind === 'order-cancelled' || kind === 'order-expired'
}

function fillAt(seq: number, events: readonly LedgerEvent[], runId: string): OrderEnd {
  const event = events[seq]
  if (event?.kind === 'fill') return event
  const fills = events.filter(({ kind }) => kind === 'fill').map((fill) => fill.seq)
  const nearest = fills.toSorted((a, b) => Math.abs(a - seq) - Math.abs(b - seq))[0]
  throw new UsageError(
    'NOT_A_FILL',
    `Event ${seq} of run '${runId}' must be a fill, but ${event === undefined ? `there are ${events.length} events` : `it is of kind ${event.kind} (${isoTime(event.timeMs)})`}.${nearest === undefined ? '' : ` The nearest fill is event ${nearest}.`}`,
    { runId, seq, nearest: nearest ?? null },
  )
}

/** The events that led to one, the nearest first: its cause, the cause of that, and so on. */
export function causesOf(event: LedgerEvent, events: readonly LedgerEvent[]): LedgerEvent[] {
  const causes: LedgerEvent[] = []
  for (let cause = event.cause; cause !== null; ) {
    const found = events[cause]
    if (found === undefined || found.seq !== cause || causes.length > events.length) {
      throw new InvariantError(
        'BAD_CAUSE',
        `Event ${event.seq} must have a cause before it, but ${cause} is none.`,
      )
    }
    causes.push(found)
    cause = found.cause
  }
  return causes
}

export interface AccountThen {
  readonly cash: number
  /** Signed units of the instrument asked for. */
  readonly position: number
}

/** The account just before each of some events (`events.length` for the end), folded from the ledger in one pass. */
export function accountsBefore(
  events: readonly LedgerEvent[],
  moments: readonly { readonly seq: number; readonly instrument: string }[],
): AccountThen[] {
  const found = moments.map((): AccountThen => ({ cash: 0, position: 0 }))
  const bySeq = new Map<number, number[]>()
  moments.forEach(({ seq }, index) => {
    bySeq.set(seq, [...(bySeq.get(seq) ?? []), index])
  })
  const state = initialState()
  for (let seq = 0; seq <= events.length; seq++) {
    for (const index of bySeq.get(seq) ?? []) {
      found[index] = { cash: state.cash, position: state.positions.get(moments[index]!.instrument) ?? 0 }
    }
    if (seq < events.length) evolve(state, events[seq]!)
  }
  return found
}
