/**
 * Cash, positions and their value at each pulse. Equity is cash plus the value of all positions at their last closes,
 * summed in blocks of 64 instruments whose sums are kept while nothing in them changes: the sum depends on positions and
 * closes alone, never on the order in which they changed, and a pulse of few bars costs little on a wide universe.
 *
 * Pulses are valued when a value is asked for, or before something changes: a stretch of pulses in which nothing was traded
 * is then one loop over closes.
 */
import type { EquityCurve } from '../ledger/index.ts'
import type { Market } from './market.ts'

const BLOCK = 64

export class Account {
  readonly position: Float64Array
  readonly multiplier: Float64Array
  // Numbers from the start: a field that is undefined first keeps its numbers on the heap, a new one for each change.
  cash = Number.NaN
  /** Sum of |value| of the short positions at the closes of the newest valued pulse; `trade` keeps it current until the next. */
  short = 0
  /** Instruments with a position that is not zero. */
  open = 0

  readonly #market: Market
  readonly #curve: EquityCurve
  /** The newest pulse whose row of the curve is written. */
  #valued = -1
  /** The close at which each instrument was last valued. */
  readonly #mark: Float64Array
  readonly #net: Float64Array
  readonly #abs: Float64Array

  constructor(market: Market, cash: number) {
    const { instruments } = market.table
    this.position = new Float64Array(instruments.length)
    this.multiplier = Float64Array.from(instruments, ({ multiplier }) => multiplier)
    this.cash = cash
    this.#market = market
    this.#curve = emptyCurve(market.table.pulseTimeMs)
    this.#mark = new Float64Array(instruments.length)
    this.#net = new Float64Array(market.changed.length)
    this.#abs = new Float64Array(market.changed.length)
  }

  /** Moves `quantity` signed units at `price`, and cash by the opposite amount. */
  trade(i: number, quantity: number, price: number): void {
    const before = this.position[i]!
    const after = before + quantity
    this.open += +(before === 0) - +(after === 0)
    if (before < 0 || after < 0) this.short = this.shortAfter(i, quantity, price)
    this.position[i] = after
    this.cash -= quantity * price * this.multiplier[i]!
    this.#market.changed[i >>> 6] = 1
  }

  /** Carries a position on as `after` units, `ratio` for each before, at the same value. Returns the last mark, of the new units. */
  split(i: number, ratio: number, after: number): number {
    this.position[i] = after
    this.#mark[i]! /= ratio
    this.#market.changed[i >>> 6] = 1
    return this.#mark[i]!
  }

  /** What `short` would be after a trade: the traded instrument at its price, the others at their last closes. */
  shortAfter(i: number, quantity: number, price: number): number {
    const before = this.position[i]!
    const after = before + quantity
    const multiplier = this.multiplier[i]!
    const released = before < 0 ? -before * this.#mark[i]! * multiplier : 0
    const bound = after < 0 ? -after * price * multiplier : 0
    return this.short - released + bound
  }

  /** Equity at the closes of the current pulse. */
  get equity(): number {
    const { pulse } = this.#market
    this.valueTo(pulse)
    return this.#curve.equity[pulse]!
  }

  /** The account at the close of every pulse up to the current one. */
  get curve(): EquityCurve {
    this.valueTo(this.#market.pulse)
    return this.#curve
  }

  /**
   * Values the pulses up to `last` that are not valued yet. To be called before cash or a position changes; and at each pulse
   * in which some instruments have no bar, as nobody knows their rows later.
   */
  valueTo(last: number): void {
    if (this.#valued < last) this.#value(this.#valued + 1, last)
  }

  #value(first: number, last: number): void {
    const { base, pulse } = this.#market
    this.#valued = last
    // Without positions nothing has a value; blocks stay marked as changed until there is one.
    if (this.open === 0) this.#recordCash(first, last)
    else if (base === -1 && last === pulse) {
      if (first < last) this.#sumRows(first, last - 1)
      this.#sumChanged(last)
    } else this.#sumRows(first, last)
  }

  /** Values the current pulse again, after a change at its closes. */
  revalue(): void {
    const { pulse } = this.#market
    this.#valued = pulse - 1
    this.valueTo(pulse)
  }

  #recordCash(first: number, last: number): void {
    for (let p = first; p <= last; p++) this.#record(p, 0, 0)
    this.short = 0
  }

  /** Where all instruments have a new bar at each pulse, in rows that follow each other. */
  #sumRows(first: number, last: number): void {
    const { position, multiplier } = this
    const mark = this.#mark
    const { close, pulseStart } = this.#market.table
    let value = 0
    let gross = 0
    for (let p = first; p <= last; p++) {
      const base = pulseStart[p]!
      value = 0
      gross = 0
      for (let i = 0; i < position.length; ) {
        const end = Math.min(position.length, i + BLOCK)
        let blockValue = 0
        let blockGross = 0
        for (; i < end; i++) {
          const price = close[base + i]!
          mark[i] = price
          const worth = position[i]! * price * multiplier[i]!
          blockValue += worth
          blockGross += Math.abs(worth)
        }
        value += blockValue
        gross += blockGross
      }
      this.#record(p, value, gross)
    }
    this.short = (gross - value) / 2
  }

  #sumChanged(p: number): void {
    const { changed } = this.#market
    const net = this.#net
    const abs = this.#abs
    let value = 0
    let gross = 0
    for (let block = 0; block < changed.length; block++) {
      if (changed[block] === 1) this.#sumBlock(block)
      value += net[block]!
      gross += abs[block]!
    }
    this.short = (gross - value) / 2
    this.#record(p, value, gross)
  }

  #record(p: number, value: number, gross: number): void {
    const { cash } = this
    const curve = this.#curve
    curve.equity[p] = cash + value
    curve.cash[p] = cash
    curve.grossExposure[p] = gross
    curve.openPositions[p] = this.open
  }

  #sumBlock(block: number): void {
    const { position, multiplier } = this
    const mark = this.#mark
    const market = this.#market
    const { close } = market.table
    const end = Math.min(position.length, (block + 1) * BLOCK)
    let value = 0
    let gross = 0
    for (let i = block * BLOCK; i < end; i++) {
      const price = close[market.rowAt(i)]!
      mark[i] = price
      const worth = position[i]! * price * multiplier[i]!
      value += worth
      gross += Math.abs(worth)
    }
    this.#net[block] = value
    this.#abs[block] = gross
    market.changed[block] = 0
  }
}

function emptyCurve(timeMs: Float64Array): EquityCurve {
  return {
    timeMs,
    equity: new Float64Array(timeMs.length),
    cash: new Float64Array(timeMs.length),
    grossExposure: new Float64Array(timeMs.length),
    openPositions: new Uint32Array(timeMs.length),
  }
}
