/**
 * Market orders made of targets, and their fills. One instrument has at most one order that waits; a newer target takes
 * its place. A price from before its decision fills no order: where bars of instruments overlap in time, a bar that had opened
 * by then is not the next one. Orders that are due at a pulse fill in two passes, each in order of submission: those that only reduce a
 * position first, since they free what the others need.
 *
 * Affordability is checked at the fill, where the price is known: cash after it must be at least twice the value of all
 * short positions (their proceeds, and as much again as margin), so that gross exposure never exceeds equity. An order
 * that fails is denied whole. A fill that only reduces a position is always allowed.
 */
import { type EventLog, KIND_CODES, REASONS, type Reason } from '../ledger/index.ts'
import type { Account } from './account.ts'
import type { EngineConfig } from './config.ts'
import { type CostModel, createCostModel, tickOf } from './costs.ts'
import type { Market } from './market.ts'
import type { Targets } from './targets.ts'

const REASON_CODE = Object.fromEntries(REASONS.map((reason, code) => [reason, code])) as Record<
  Reason,
  number
>
const {
  fill: FILL,
  fee: FEE,
  'order-submitted': SUBMITTED,
  'order-denied': DENIED,
  'order-cancelled': CANCELLED,
  'order-expired': EXPIRED,
} = KIND_CODES

export interface OrderContext {
  readonly market: Market
  readonly account: Account
  readonly targets: Targets
  readonly log: EventLog
  readonly config: EngineConfig
}

export class Orders {
  readonly #context: OrderContext
  readonly #costs: CostModel
  readonly #checked: boolean
  readonly #hasLots: boolean
  /** False where the first instrument prices like any other. */
  readonly #readsInstrument: boolean
  /** Signed units on order by instrument; 0 where none waits. */
  readonly #quantity: Float64Array
  readonly #seq: Float64Array
  /** The instant of the decision that each waiting order comes from, epoch ms. */
  readonly #decidedMs: Float64Array
  /** Instruments in order of submission; an entry whose quantity is 0 is gone. */
  readonly #waiting: Int32Array
  readonly #isListed: Uint8Array
  /** Instruments whose orders are due at this pulse: those that only reduce a position, and the others; and what each is quoted. */
  readonly #reducing: Int32Array
  readonly #others: Int32Array
  readonly #quoted: Float64Array
  /** Length of the list of orders that wait: 0 where none does. */
  count = 0
  /** The instant of the fills under way: a field, since a number that is passed to each fill would be put on the heap for each. */
  #fillMs = Number.NaN
  readonly #at

  constructor(context: OrderContext) {
    const { instruments } = context.market.table
    this.#context = context
    this.#costs = createCostModel(context.config.costs)
    if (this.#costs.needsTicks) instruments.forEach(tickOf)
    this.#checked = context.config.credit === 'cash'
    this.#hasLots = instruments.some(({ lotSize }) => lotSize !== null)
    this.#readsInstrument =
      this.#costs.readsInstrument || instruments.some(({ tickSize }) => tickSize !== null)
    this.#quantity = new Float64Array(instruments.length)
    this.#seq = new Float64Array(instruments.length)
    this.#decidedMs = new Float64Array(instruments.length)
    this.#waiting = new Int32Array(instruments.length)
    this.#isListed = new Uint8Array(instruments.length)
    // A list is written one place past its end.
    this.#reducing = new Int32Array(instruments.length + 1)
    this.#others = new Int32Array(instruments.length + 1)
    this.#quoted = new Float64Array(instruments.length)
    this.#at = { instrument: instruments[0]!, volume: 0 }
  }

  /** Signed units of the order that waits for instrument `i`, or 0. */
  onOrder(i: number): number {
    return this.#quantity[i]!
  }

  /** Makes the order that leads from the position to the target, in the place of one that waits. */
  submit(i: number, cause: number): void {
    const { log, account, market, targets } = this.#context
    const target = targets.want[i]!
    const timeMs = market.table.pulseTimeMs[market.pulse]!
    const waiting = this.#quantity[i]!
    if (waiting !== 0) {
      log.append(CANCELLED, timeMs, this.#seq[i]!, i, waiting, 0, REASON_CODE.REPLACED)
      this.#quantity[i] = 0
    }
    const quantity = target - account.position[i]!
    if (quantity === 0) return
    const seq = log.append(SUBMITTED, timeMs, cause, i, quantity, target, 0)
    if (this.#hasLots && !isWholeLots(quantity, market.table.instruments[i]!.lotSize)) {
      this.#end(DENIED, { i, seq, quantity, timeMs, reason: 'NOT_WHOLE_LOTS', missing: 0 })
      return
    }
    this.#quantity[i] = quantity
    this.#seq[i] = seq
    this.#decidedMs[i] = timeMs
    if (this.#isListed[i] === 1) return
    this.#isListed[i] = 1
    this.#waiting[this.count++] = i
  }

  /** After a split: an order for `target` in the place of the one that waits, as old as the decision behind it. */
  rescale(i: number, target: number, timeMs: number): void {
    const { log, account } = this.#context
    const seq = this.#seq[i]!
    log.append(CANCELLED, timeMs, seq, i, this.#quantity[i]!, 0, REASON_CODE.SPLIT)
    const quantity = target - account.position[i]!
    this.#quantity[i] = quantity
    if (quantity !== 0) this.#seq[i] = log.append(SUBMITTED, timeMs, seq, i, quantity, target, 0)
  }

  /** Fills what is due at the current pulse's bars, quoted by `quote` (a price column of the table) at `timeMs`. */
  fillDue(quote: Float64Array, timeMs: number): void {
    this.#fillWaiting(quote, timeMs, false)
  }

  /** Fills everything at each instrument's newest bar, however old it is. */
  fillAtLast(quote: Float64Array, timeMs: number): void {
    this.#fillWaiting(quote, timeMs, true)
  }

  #fillWaiting(quote: Float64Array, timeMs: number, atLast: boolean): void {
    const { market, account } = this.#context
    const { position } = account
    const waiting = this.#waiting
    const reducing = this.#reducing
    const others = this.#others
    const end = this.count
    let kept = 0
    let reducingCount = 0
    let otherCount = 0
    // Whether an order reduces is as good as random: both lists are written, and one of them moves on.
    for (let n = 0; n < end; n++) {
      const i = waiting[n]!
      const quantity = this.#quantity[i]!
      if (quantity === 0) {
        this.#isListed[i] = 0
      } else if (atLast || (market.hasBar(i) && this.#decidedMs[i]! <= timeMs)) {
        this.#isListed[i] = 0
        this.#quoted[i] = quote[market.rowAt(i)]!
        const isReducing = reduces(position[i]!, quantity)
        reducing[reducingCount] = i
        others[otherCount] = i
        reducingCount += isReducing
        otherCount += 1 - isReducing
      } else {
        waiting[kept++] = i
      }
    }
    this.count = kept
    this.#fillMs = timeMs
    for (let n = 0; n < reducingCount; n++) this.#fill(reducing[n]!)
    for (let n = 0; n < otherCount; n++) this.#fill(others[n]!)
  }

  /** Ends all orders that still wait, when there are no more bars or the run is halted. */
  expireAll(reason: 'NO_NEXT_BAR' | 'HALTED', timeMs: number): void {
    for (let n = 0; n < this.count; n++) {
      const i = this.#waiting[n]!
      const quantity = this.#quantity[i]!
      this.#isListed[i] = 0
      if (quantity === 0) continue
      this.#end(EXPIRED, { i, seq: this.#seq[i]!, quantity, timeMs, reason, missing: 0 })
    }
    this.count = 0
  }

  #fill(i: number): void {
    const { market, account, log } = this.#context
    const timeMs = this.#fillMs
    const quote = this.#quoted[i]!
    const quantity = this.#quantity[i]!
    const seq = this.#seq[i]!
    if (this.#readsInstrument) this.#at.instrument = market.table.instruments[i]!
    if (this.#costs.needsVolume) this.#at.volume = market.table.volume[market.rowAt(i)]!
    const price = this.#costs.price(quote, quantity, this.#at)
    if (!(price > 0)) {
      const reason = Number.isNaN(price) ? 'NO_VOLUME' : 'NO_PRICE'
      this.#end(DENIED, { i, seq, quantity, timeMs, reason, missing: 0 })
      return
    }
    const multiplier = account.multiplier[i]!
    const fee = this.#costs.fee(price, quantity, multiplier)
    if (this.#checked && reduces(account.position[i]!, quantity) === 0) {
      const cash = account.cash - quantity * price * multiplier - fee
      const missing = 2 * account.shortAfter(i, quantity, price) - cash
      if (missing > 0) {
        this.#end(DENIED, { i, seq, quantity, timeMs, reason: 'INSUFFICIENT_CASH', missing })
        return
      }
    }
    this.#quantity[i] = 0
    account.trade(i, quantity, price)
    const fillSeq = log.append(FILL, timeMs, seq, i, quantity, price, 0)
    if (fee > 0) {
      account.cash -= fee
      log.append(FEE, timeMs, fillSeq, i, fee, 0, 0)
    }
  }

  #end(
    kind: number,
    order: { i: number; seq: number; quantity: number; timeMs: number; reason: Reason; missing: number },
  ): void {
    const { log, account, targets } = this.#context
    const { i, seq, quantity, timeMs, reason, missing } = order
    log.append(kind, timeMs, seq, i, quantity, missing, REASON_CODE[reason])
    this.#quantity[i] = 0
    targets.want[i] = account.position[i]!
  }
}

/** 1 where a trade only makes a position smaller, never turning it round, else 0; without a branch, which would be guessed wrong half the time. */
function reduces(position: number, quantity: number): number {
  const after = position + quantity
  const fromLong = +(position > 0) & +(after >= 0) & +(quantity < 0)
  const fromShort = +(position < 0) & +(after <= 0) & +(quantity > 0)
  return fromLong | fromShort
}

function isWholeLots(quantity: number, lotSize: number | null): boolean {
  if (lotSize === null) return true
  const lots = quantity / lotSize
  return Math.abs(lots - Math.round(lots)) <= 1e-9 * Math.max(1, Math.abs(lots))
}
