/**
 * First-in-first-out lots of one instrument. A fill against the position closes the oldest lots first, each slice a
 * trade; what is left of it opens a lot. Fees go with units: a lot's fee is spread over the units it opened, a closing
 * fill's over the units it closes and opens, the last slice of each taking the exact rest, so that no cent is lost.
 *
 * Invariant: sum of trade nets = cash gained or lost + value at cost of the open lots, fees included.
 */
import type { Fill, OpenLot, Trade } from './evidence.ts'

/** Units below this share of a fill are the dust of binary fractions, not a position. */
const DUST = 1e-9

interface Lot {
  quantity: number
  readonly price: number
  readonly timeMs: number
  fee: number
  readonly seq: number
}

export interface LotBook {
  /** Applies a fill and gives each trade that it closes to `onTrade`. */
  apply(fill: Fill, onTrade: (trade: Trade) => void): void
  readonly openLots: OpenLot[]
}

/** The lots of one instrument of the given multiplier (money per unit per point). */
export function createLotBook(multiplier: number): LotBook {
  const lots: Lot[] = []
  let instrument = ''

  function close(fill: Fill, rest: { quantity: number; fee: number }): Trade {
    const lot = lots[0]!
    const whole = Math.abs(lot.quantity) <= Math.abs(rest.quantity) * (1 + DUST)
    const quantity = whole ? Math.abs(lot.quantity) : Math.abs(rest.quantity)
    const last = Math.abs(rest.quantity) - quantity <= DUST * Math.abs(fill.quantity)
    const entryFee = whole ? lot.fee : (lot.fee * quantity) / Math.abs(lot.quantity)
    const exitFee = last ? rest.fee : (rest.fee * quantity) / Math.abs(rest.quantity)
    const side = lot.quantity > 0 ? 'long' : 'short'
    const points = side === 'long' ? fill.price - lot.price : lot.price - fill.price
    const gross = points * quantity * multiplier
    const fees = entryFee + exitFee
    if (whole) lots.shift()
    else {
      lot.quantity -= Math.sign(lot.quantity) * quantity
      lot.fee -= entryFee
    }
    rest.quantity = last ? 0 : rest.quantity - Math.sign(rest.quantity) * quantity
    rest.fee = last ? 0 : rest.fee - exitFee
    return {
      instrument: fill.instrument,
      side,
      quantity,
      entryTimeMs: lot.timeMs,
      exitTimeMs: fill.timeMs,
      entryPrice: lot.price,
      exitPrice: fill.price,
      gross,
      fees,
      net: gross - fees,
      entrySeq: lot.seq,
      exitSeq: fill.seq,
    }
  }

  return {
    apply(fill, onTrade) {
      instrument = fill.instrument
      const rest = { quantity: fill.quantity, fee: fill.fee }
      while (rest.quantity !== 0 && lots.length > 0 && lots[0]!.quantity * rest.quantity < 0) {
        onTrade(close(fill, rest))
      }
      if (rest.quantity !== 0) {
        lots.push({
          quantity: rest.quantity,
          price: fill.price,
          timeMs: fill.timeMs,
          fee: rest.fee,
          seq: fill.seq,
        })
      }
    },
    get openLots() {
      return lots.map((lot) => ({ instrument, ...lot }))
    },
  }
}
