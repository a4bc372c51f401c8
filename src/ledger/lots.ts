/**
 * First-in-first-out lots of an account. A fill against the position closes the oldest lots first, each slice a
 * trade; what is left of it opens a lot. Fees go with units: a lot's fee is spread over the units it opened, a closing
 * fill's over the units it closes and opens, the last slice of each taking the exact rest, so that no cent is lost.
 *
 * A dividend goes to the open lots by their units, a split multiplies their units and divides their prices.
 *
 * Invariant: sum of trade nets = cash gained or lost + value at cost of the open lots, fees and dividends included.
 *
 * Lots are records of one typed array, one queue of them an instrument: a fill touches two lines of memory and makes no
 * object, however many instruments there are.
 */
import type { OpenLot, Trade } from './evidence.ts'

/** Units below this share of a fill are the dust of binary fractions, not a position. */
const DUST = 1e-9

/** A lot's record: signed units, price, opening instant, fee not yet given to a trade, seq of its fill, next lot, dividends. */
const QUANTITY = 0
const PRICE = 1
const TIME = 2
const FEE = 3
const SEQ = 4
const NEXT = 5
const DIVIDENDS = 6
const FIELDS = 8
/** Ends a queue. */
const NO_LOT = -1

/** What of a fill its lots need. */
export interface LotFill {
  readonly seq: number
  readonly timeMs: number
  /** Signed units. */
  readonly quantity: number
  readonly price: number
  /** All fees of the fill. */
  readonly fee: number
}

type OwnTrade = { -readonly [Key in keyof Trade]: Trade[Key] }

export class Lots {
  readonly #slots = new Map<string, number>()
  readonly #instruments: string[] = []
  readonly #multipliers: number[] = []
  readonly #first: number[] = []
  readonly #last: number[] = []
  #records = new Float64Array(64 * FIELDS)
  #used = 0
  /** The first of the records that are free again. */
  #free = NO_LOT
  readonly #trade: OwnTrade = {
    instrument: '',
    side: 'long',
    quantity: 0,
    entryTimeMs: 0,
    exitTimeMs: 0,
    entryPrice: 0,
    exitPrice: 0,
    gross: 0,
    fees: 0,
    dividends: 0,
    net: 0,
    entrySeq: 0,
    exitSeq: 0,
  }

  /** The place of an instrument's lots, made where there is none; `multiplier` is money per unit per point. */
  slotOf(instrument: string, multiplier: number): number {
    const known = this.#slots.get(instrument)
    if (known !== undefined) return known
    const slot = this.#instruments.push(instrument) - 1
    this.#slots.set(instrument, slot)
    this.#multipliers.push(multiplier)
    this.#first.push(NO_LOT)
    this.#last.push(NO_LOT)
    return slot
  }

  /** Applies a fill and shows each trade that it closes to `onTrade`: one object, good until `onTrade` returns. */
  apply(slot: number, fill: LotFill, onTrade: (trade: Trade) => void): void {
    let { quantity, fee } = fill
    while (quantity !== 0) {
      const at = this.#first[slot]!
      if (at === NO_LOT || this.#records[at + QUANTITY]! * quantity >= 0) {
        this.#open(slot, fill, quantity, fee)
        return
      }
      const closed = this.#close(slot, fill, quantity, fee)
      const isLast = Math.abs(quantity) - closed <= DUST * Math.abs(fill.quantity)
      fee = isLast ? 0 : fee - this.#exitFee
      quantity = isLast ? 0 : quantity - Math.sign(quantity) * closed
      onTrade(this.#trade)
    }
  }

  #exitFee = 0

  /** Closes the oldest lot, or the part of it that `left` units close, into `#trade`; returns the units closed. */
  // Positional and numeric: this is the hot path.
  #close(slot: number, fill: LotFill, left: number, leftFee: number): number {
    const records = this.#records
    const at = this.#first[slot]!
    const lotQuantity = records[at + QUANTITY]!
    const lotFee = records[at + FEE]!
    const isWhole = Math.abs(lotQuantity) <= Math.abs(left) * (1 + DUST)
    const quantity = isWhole ? Math.abs(lotQuantity) : Math.abs(left)
    const isLast = Math.abs(left) - quantity <= DUST * Math.abs(fill.quantity)
    const entryFee = isWhole ? lotFee : (lotFee * quantity) / Math.abs(lotQuantity)
    const exitFee = isLast ? leftFee : (leftFee * quantity) / Math.abs(left)
    const isLong = lotQuantity > 0
    const entryPrice = records[at + PRICE]!
    const points = isLong ? fill.price - entryPrice : entryPrice - fill.price
    const gross = points * quantity * this.#multipliers[slot]!
    const fees = entryFee + exitFee
    const lotDividends = records[at + DIVIDENDS]!
    const dividends = isWhole ? lotDividends : (lotDividends * quantity) / Math.abs(lotQuantity)
    const trade = this.#trade
    trade.instrument = this.#instruments[slot]!
    trade.side = isLong ? 'long' : 'short'
    trade.quantity = quantity
    trade.entryTimeMs = records[at + TIME]!
    trade.exitTimeMs = fill.timeMs
    trade.entryPrice = entryPrice
    trade.exitPrice = fill.price
    trade.gross = gross
    trade.fees = fees
    trade.dividends = dividends
    trade.net = gross - fees + dividends
    trade.entrySeq = records[at + SEQ]!
    trade.exitSeq = fill.seq
    this.#exitFee = exitFee
    if (isWhole) this.#remove(slot)
    else {
      records[at + QUANTITY] = lotQuantity - Math.sign(lotQuantity) * quantity
      records[at + FEE] = lotFee - entryFee
      records[at + DIVIDENDS] = lotDividends - dividends
    }
    return quantity
  }

  /** Spreads the cash of a dividend over the open lots by their units, the newest taking the exact rest. */
  dividend(slot: number, amount: number): void {
    const records = this.#records
    let units = 0
    for (let at = this.#first[slot]!; at !== NO_LOT; at = records[at + NEXT]!)
      units += records[at + QUANTITY]!
    let rest = amount
    for (let at = this.#first[slot]!; at !== NO_LOT; at = records[at + NEXT]!) {
      const isNewest = at === this.#last[slot]
      const share = isNewest ? rest : (amount * records[at + QUANTITY]!) / units
      records[at + DIVIDENDS]! += share
      rest -= share
    }
  }

  /** One unit becomes `ratio` units; `position` is the sum of them, the newest lot taking the exact rest. */
  split(slot: number, ratio: number, position: number): void {
    const records = this.#records
    let rest = position
    for (let at = this.#first[slot]!; at !== NO_LOT; at = records[at + NEXT]!) {
      const isNewest = at === this.#last[slot]
      const quantity = isNewest ? rest : records[at + QUANTITY]! * ratio
      records[at + QUANTITY] = quantity
      records[at + PRICE]! /= ratio
      rest -= quantity
    }
  }

  #open(slot: number, fill: LotFill, quantity: number, fee: number): void {
    const at = this.#take()
    const records = this.#records
    records[at + QUANTITY] = quantity
    records[at + PRICE] = fill.price
    records[at + TIME] = fill.timeMs
    records[at + FEE] = fee
    records[at + SEQ] = fill.seq
    records[at + NEXT] = NO_LOT
    records[at + DIVIDENDS] = 0
    const last = this.#last[slot]!
    if (last === NO_LOT) this.#first[slot] = at
    else records[last + NEXT] = at
    this.#last[slot] = at
  }

  #remove(slot: number): void {
    const at = this.#first[slot]!
    const next = this.#records[at + NEXT]!
    this.#first[slot] = next
    if (next === NO_LOT) this.#last[slot] = NO_LOT
    this.#records[at + NEXT] = this.#free
    this.#free = at
  }

  /** A record that is free: where its fields begin. */
  #take(): number {
    const at = this.#free
    if (at !== NO_LOT) {
      this.#free = this.#records[at + NEXT]!
      return at
    }
    if (this.#used === this.#records.length) {
      const larger = new Float64Array(2 * this.#used)
      larger.set(this.#records)
      this.#records = larger
    }
    this.#used += FIELDS
    return this.#used - FIELDS
  }

  /** The lots still open, oldest first, by instrument in order of first trade. */
  open(): OpenLot[] {
    return this.#instruments.flatMap((instrument) => this.openOf(instrument))
  }

  /** The lots of one instrument still open, oldest first. */
  openOf(instrument: string): OpenLot[] {
    const lots: OpenLot[] = []
    const records = this.#records
    const slot = this.#slots.get(instrument)
    let at = slot === undefined ? NO_LOT : this.#first[slot]!
    for (; at !== NO_LOT; at = records[at + NEXT]!) {
      lots.push({
        instrument,
        quantity: records[at + QUANTITY]!,
        price: records[at + PRICE]!,
        timeMs: records[at + TIME]!,
        fee: records[at + FEE]!,
        dividends: records[at + DIVIDENDS]!,
        seq: records[at + SEQ]!,
      })
    }
    return lots
  }
}
