/**
 * Traces what became of an order back to where it came from: fill, order, risk chain, decision, what the strategy saw (its
 * bar, its features, the account), and the sealed bars and the text behind that. Nothing is believed: the ledger is verified,
 * bars match their seal, features are computed again, and the price and fee of a fill must come out of the cost chain.
 */
import type { EngineConfig } from '../engine/index.ts'
import { type LedgerEvent, readBlocks, type Trade } from '../ledger/index.ts'
import { DataError, type JsonObject } from '../model/index.ts'
import { type CostStep, costSteps } from './cost-steps.ts'
import { blocksOf, readEvidence } from './evidence.ts'
import { computeColumns, type RunSetting } from './execute.ts'
import {
  type AccountThen,
  accountsBefore,
  causesOf,
  chooseEnds,
  type ExplainChoice,
  type OrderEnd,
} from './explained-events.ts'
import { ownCodeOf } from './feature-store.ts'
import { prepareStoredRun } from './prepare.ts'
import { readTable } from './read-table.ts'
import { createSight, type Sight, type SightedBar } from './sight.ts'

export interface Explanation {
  readonly runId: string
  readonly identity: string
  readonly ledgerHash: string
  readonly engineVersion: string
  readonly snapshot: { readonly id: string; readonly hash: string }
  readonly strategy: { readonly name: string; readonly hash: string; readonly tier: 1 | 2 }
  readonly params: JsonObject
  /** The trade that was chosen, counted from 1; null where something else was. */
  readonly trade: (Trade & { readonly number: number }) | null
  readonly orders: readonly ExplainedOrder[]
  /** What the strategy saw where no order was chosen by instrument and date; null elsewhere. */
  readonly seen: SeenOnly | null
}

/** A bar on which nothing was ordered. */
export interface SeenOnly {
  readonly instrument: string
  readonly bar: SightedBar
  readonly features: Readonly<Record<string, number | null>>
  /** Signed units that were held when the bar closed. */
  readonly position: number
}

export interface ExplainedOrder {
  readonly instrument: string
  /** How the order ended, as the ledger says. */
  readonly end: OrderEnd
  readonly order: Extract<LedgerEvent, { readonly kind: 'order-submitted' }>
  /** Rules of the risk chain that changed the target, in order. */
  readonly risk: readonly Extract<LedgerEvent, { readonly kind: 'risk-adjusted' }>[]
  readonly decision: ExplainedDecision
  /** Null where the order was not filled. */
  readonly fill: ExplainedFill | null
  /** Events between the decision and the end that are none of the above, as a split that scaled the order. */
  readonly between: readonly LedgerEvent[]
}

export interface ExplainedDecision {
  readonly seq: number
  /** The pulse: the close of the bars that the strategy saw. */
  readonly timeMs: number
  /** `close-at-end` where the run closed what was open. */
  readonly by: 'strategy' | 'close-at-end' | 'strategy or close-at-end'
  /** The position that was asked for, before the risk chain. */
  readonly target: number
  readonly position: number
  readonly cash: number
  readonly equity: number
  /** The newest bar of the instrument then. */
  readonly bar: SightedBar
  /** By name; null before warm-up. */
  readonly features: Readonly<Record<string, number | null>>
}

export interface ExplainedFill {
  readonly seq: number
  readonly timeMs: number
  readonly quantity: number
  /** The bar in which it filled. */
  readonly bar: SightedBar
  /** Which price of that bar was quoted. */
  readonly quoted: 'open' | 'close'
  readonly quote: number
  /** What each cost did; they add up to price and fee. */
  readonly costs: readonly CostStep[]
  readonly price: number
  readonly fee: number
  readonly before: AccountThen
  readonly after: AccountThen
  /** Trades that this fill closed. */
  readonly closed: readonly Trade[]
}

/**
 * Explains orders of a stored run. Reads the store and the snapshot, writes nothing. Throws `UsageError` RUN_NOT_FOUND,
 * NOT_A_FILL, NO_SUCH_TRADE, NO_FILLS, NO_BAR_THEN; `DataError` LEDGER_CHANGED, SNAPSHOT_CHANGED, RUN_NOT_REPEATABLE,
 * EXPLANATION_DIFFERS (the chain of costs does not give the price or fee of the ledger).
 */
export async function explainRun(
  setting: Pick<RunSetting, 'store' | 'storeDir' | 'featureStore'>,
  runIdOrPrefix: string,
  choice: ExplainChoice,
): Promise<Explanation> {
  const { store } = setting
  const evidence = await readEvidence(store, runIdOrPrefix)
  const { run } = evidence
  const events = [...readBlocks(await blocksOf(store, run.runId))]
  const { ends, trade } = chooseEnds(choice, events, evidence)
  const prepared = await prepareStoredRun(store, run.runId)
  const { snapshot, loaded, params, features, config, slice } = prepared
  const table = readTable(setting, snapshot, slice)
  const { columns } = await computeColumns(
    setting.featureStore,
    { table, snapshotHash: snapshot.hash, slice },
    { features, ownCode: ownCodeOf(loaded, params, config.seed) },
  )
  const sight = createSight(table, columns)
  const known: Known = { events, sight, config, trades: evidence.trades }
  return {
    runId: run.runId,
    identity: run.identity,
    ledgerHash: run.ledgerHash,
    engineVersion: run.engineVersion,
    snapshot: { id: run.snapshotId, hash: run.snapshotHash },
    strategy: { name: run.strategyName, hash: run.strategyHash, tier: run.tier },
    params: run.params,
    trade: trade === null || choice.kind !== 'trade' ? null : { ...trade, number: choice.number },
    orders: ends.map((end) => explainOrder(end, known)),
    seen: choice.kind === 'at' && ends.length === 0 ? seenOnly(choice, known) : null,
  }
}

interface Known {
  readonly events: readonly LedgerEvent[]
  readonly sight: Sight
  readonly config: EngineConfig
  readonly trades: readonly Trade[]
}

function explainOrder(end: OrderEnd, known: Known): ExplainedOrder {
  const { events } = known
  const causes = causesOf(end, events)
  const order = causes.find((event) => event.kind === 'order-submitted')
  const decision = causes.find((event) => event.kind === 'decision')
  if (order?.kind !== 'order-submitted' || decision?.kind !== 'decision') {
    throw new DataError(
      'CAUSE_MISSING',
      `Event ${end.seq} must have been led to by an order and a decision, but the ledger names none.`,
      { seq: end.seq },
    )
  }
  const { instrument } = end
  const risk = events.filter(
    (event) =>
      event.kind === 'risk-adjusted' && event.cause === decision.seq && event.instrument === instrument,
  ) as ExplainedOrder['risk']
  // A split between decision and fill puts another order in the first one's place: what was asked for is with the first.
  const asked = causes.findLast((event) => event.kind === 'order-submitted') ?? order
  return {
    instrument,
    end,
    order,
    risk,
    decision: explainDecision({ decision, instrument, target: risk[0]?.from ?? asked.target }, known),
    fill: end.kind === 'fill' ? explainFill(end, known) : null,
    between: causes.filter((event) => event !== order && event !== decision && event !== asked),
  }
}

interface Decided {
  readonly decision: Extract<LedgerEvent, { readonly kind: 'decision' }>
  readonly instrument: string
  readonly target: number
}

function explainDecision({ decision, instrument, target }: Decided, known: Known): ExplainedDecision {
  const { events, sight } = known
  const { seq, timeMs, cash, equity } = decision
  const [then] = accountsBefore(events, [{ seq, instrument }])
  return {
    seq,
    timeMs,
    by: deciderOf(seq, known),
    target,
    position: then!.position,
    cash,
    equity,
    ...sight.at(instrument, timeMs),
  }
}

/**
 * Who decided. At the last pulse an order that fills is the run's own closing, except where orders fill at the close that
 * they were decided on: there the ledger does not tell the two apart.
 */
function deciderOf(seq: number, { events, config }: Known): ExplainedDecision['by'] {
  const isLast = events[seq]!.timeMs === events.at(-1)!.timeMs
  if (!config.closeAtEnd || !isLast) return 'strategy'
  if (config.fillRule === 'same-close') return 'strategy or close-at-end'
  const order = events.find(({ kind, cause }) => kind === 'order-submitted' && cause === seq)
  return events.some(({ kind, cause }) => kind === 'fill' && cause === order?.seq)
    ? 'close-at-end'
    : 'strategy'
}

function explainFill(
  fill: Extract<LedgerEvent, { readonly kind: 'fill' }>,
  { events, sight, config, trades }: Known,
): ExplainedFill {
  const { seq, timeMs, instrument, quantity, price } = fill
  const fees = events.slice(seq + 1, seq + 2).filter(({ kind, cause }) => kind === 'fee' && cause === seq)
  const fee = fees.reduce((sum, event) => sum + (event.kind === 'fee' ? event.amount : 0), 0)
  const [before, after] = accountsBefore(events, [
    { seq, instrument },
    { seq: seq + 1 + fees.length, instrument },
  ])
  const filledAt = config.fillRule === 'next-open' ? sight.openedAt(instrument, timeMs) : undefined
  const bar = filledAt ?? sight.at(instrument, timeMs).bar
  const quoted = filledAt === undefined ? 'close' : 'open'
  const quote = bar[quoted]
  const priced = costSteps(config.costs, {
    instrument: sight.instrument(instrument),
    quantity,
    quote,
    volume: bar.volume,
  })
  if (priced.price !== price || priced.fee !== fee) {
    throw new DataError(
      'EXPLANATION_DIFFERS',
      `The cost chain must give what the ledger says, but for fill ${seq} it gives price ${priced.price} and fee ${priced.fee}, the ledger ${price} and ${fee}. Try: throughline runs replay.`,
      { seq, price, fee, found: { price: priced.price, fee: priced.fee } },
    )
  }
  return {
    seq,
    timeMs,
    quantity,
    bar,
    quoted,
    quote,
    costs: priced.steps,
    price,
    fee,
    before: before!,
    after: after!,
    closed: trades.filter(({ exitSeq }) => exitSeq === seq),
  }
}

function seenOnly(
  { instrument, fromMs, toMs }: Extract<ExplainChoice, { readonly kind: 'at' }>,
  { events, sight }: Known,
): SeenOnly {
  const { bar, features } = sight.lastOpenedIn(instrument, fromMs, toMs)
  const after = events.findIndex(({ timeMs }) => timeMs > bar.closeMs)
  const [then] = accountsBefore(events, [{ seq: after < 0 ? events.length : after, instrument }])
  return { instrument, bar, features, position: then!.position }
}
