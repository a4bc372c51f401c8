/**
 * Corporate actions as the engine applies them, first of all in a pulse: each at the first bar of its instrument that opens
 * at or after its ex-date, and only where something is held or on order.
 *
 *   dividend   cash += position x amount x multiplier: a long receives it, a short pays it
 *   split      position x ratio, last mark / ratio, so that equity does not move; the order that waits gives way to one
 *              for the target x ratio
 *
 * Without a lot size fractions of a unit stay. With one, what is no whole lot is paid out at the last mark over the ratio
 * (`cash-in-lieu`, caused by the split), since no order could ever sell it. Orders are cut to whole lots.
 *
 * A pulse without actions costs one comparison.
 */
import { type EventLog, KIND_CODES, NONE } from '../ledger/index.ts'
import { type BarTable, compareActions, type Dividend, type Split } from '../model/index.ts'
import type { Account } from './account.ts'
import type { Orders } from './orders.ts'
import type { Targets } from './targets.ts'

export interface ActionContext {
  readonly table: BarTable
  readonly account: Account
  readonly targets: Targets
  readonly orders: Orders
  readonly log: EventLog
}

const NEVER = -1

/** An action and the pulse at which it takes effect. */
interface Due {
  readonly pulse: number
  readonly instrument: number
  readonly action: Split | Dividend
}

export class Actions {
  /** The pulse of the next action, -1 where none is left. */
  next: number
  readonly #context: ActionContext
  readonly #due: readonly Due[]
  #at = 0

  constructor(context: ActionContext, actions: readonly (Split | Dividend)[]) {
    this.#context = context
    this.#due = schedule(context.table, actions)
    this.next = this.#due[0]?.pulse ?? NEVER
  }

  /** Applies the actions of pulse `p`, which is `next`; its bars are the newest, its orders not filled yet. */
  apply(p: number): void {
    const timeMs = this.#context.table.pulseOpenMs[p]!
    for (; this.#due[this.#at]?.pulse === p; this.#at++) {
      const { instrument, action } = this.#due[this.#at]!
      if (action.kind === 'dividend') this.#pay(instrument, action.amount, timeMs)
      else this.#split(instrument, action.ratio, timeMs)
    }
    this.next = this.#due[this.#at]?.pulse ?? NEVER
  }

  #pay(i: number, perUnit: number, timeMs: number): void {
    const { account, log } = this.#context
    const cash = account.position[i]! * perUnit * account.multiplier[i]!
    if (cash === 0) return
    account.cash += cash
    log.append(KIND_CODES.dividend, timeMs, NONE, i, cash, perUnit, 0)
  }

  #split(i: number, ratio: number, timeMs: number): void {
    const { account, targets, orders, log, table } = this.#context
    const position = account.position[i]!
    const waiting = orders.onOrder(i)
    if (position === 0 && waiting === 0) return
    const { lotSize } = table.instruments[i]!
    const after = withoutDust(position * ratio)
    const seq = log.append(KIND_CODES.split, timeMs, NONE, i, ratio, after, 0)
    const mark = account.split(i, ratio, after)
    const held = wholeLots(after, lotSize)
    if (held !== after) {
      const price = priceInLieu(mark)
      account.trade(i, held - after, price)
      log.append(KIND_CODES['cash-in-lieu'], timeMs, seq, i, held - after, price, 0)
    }
    const kept = account.position[i]!
    targets.want[i] = kept
    if (waiting === 0) return
    const target = wholeLots(withoutDust((position + waiting) * ratio), lotSize)
    orders.rescale(i, target, timeMs)
    targets.want[i] = kept + orders.onOrder(i)
  }
}

/** Money per unit for a fraction of a lot: the last mark on the new basis, to 8 decimals as the price of a fill. */
function priceInLieu(mark: number): number {
  return Math.round(mark * 1e8) / 1e8
}

/** Each action at its pulse; those that no bar of the table follows never come. Ascending by pulse. */
function schedule(table: BarTable, actions: readonly (Split | Dividend)[]): Due[] {
  const indexes = new Map(table.instruments.map(({ id }, index) => [id, index]))
  const due: Due[] = []
  for (const action of actions.toSorted(compareActions)) {
    const instrument = indexes.get(action.instrument)
    if (instrument === undefined) continue
    const pulse = firstPulse(table, instrument, action.exMs)
    if (pulse !== undefined) due.push({ pulse, instrument, action })
  }
  return due.sort((a, b) => a.pulse - b.pulse)
}

/** The pulse of the instrument's first bar that opens at or after an instant. */
function firstPulse(table: BarTable, instrument: number, exMs: number): number | undefined {
  const { pulseOpenMs, pulseStart, instrumentOf } = table
  const first = firstAtLeast(pulseOpenMs, exMs, { from: 0, to: pulseOpenMs.length })
  for (let p = first; p < pulseOpenMs.length; p++) {
    const row = firstAtLeast(instrumentOf, instrument, { from: pulseStart[p]!, to: pulseStart[p + 1]! })
    if (row < pulseStart[p + 1]! && instrumentOf[row] === instrument) return p
  }
  return undefined
}

/** The first index in [from, to) of an ascending column whose value is at least the wanted one, or `to`. */
function firstAtLeast(
  column: Float64Array | Uint32Array,
  wanted: number,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (column[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** 300 x (1 / 3) is 100: a whole number but for the dust of binary fractions is that number. */
function withoutDust(units: number): number {
  const whole = Math.round(units)
  return whole !== 0 && Math.abs(units - whole) <= 1e-12 * Math.abs(units) ? whole : units
}

/** The whole lots in a quantity, towards zero. */
function wholeLots(units: number, lotSize: number | null): number {
  if (lotSize === null) return units
  const lots = units / lotSize
  const nearest = Math.round(lots)
  if (Math.abs(lots - nearest) <= 1e-9 * Math.max(1, Math.abs(lots))) return units
  // Not -0, which canonical numbers do not have.
  return Math.trunc(lots) * lotSize + 0
}
