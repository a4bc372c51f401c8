/** What is derived from a ledger: the shapes that metrics, reports and exports read. */

/** One execution. Quantities are signed: positive bought, negative sold. */
export interface Fill {
  readonly seq: number
  readonly orderSeq: number
  /** The opening instant of the bar it filled in (its closing instant under a close fill rule), epoch ms. */
  readonly timeMs: number
  readonly instrument: string
  readonly quantity: number
  readonly price: number
  /** All fees of this fill, in account currency, >= 0. */
  readonly fee: number
}

/**
 * One closed round trip: one opening lot (or part of it) against one closing fill, first in first out.
 * gross = (exit - entry) x quantity x multiplier, sign by side; net = gross - fees + dividends. Quantity and entry price are
 * in the units of the exit: of a lot that was split in between, its units times the ratio at its price over the ratio.
 */
export interface Trade {
  readonly instrument: string
  readonly side: 'long' | 'short'
  /** Units closed, > 0. */
  readonly quantity: number
  readonly entryTimeMs: number
  readonly exitTimeMs: number
  readonly entryPrice: number
  readonly exitPrice: number
  readonly gross: number
  /** This slice's share of the entry fill's fee and of the exit fill's fee. */
  readonly fees: number
  /** Cash that these units received in dividends while the lot was open; negative where a short paid them. */
  readonly dividends: number
  readonly net: number
  readonly entrySeq: number
  readonly exitSeq: number
}

/** A lot still open at the end. */
export interface OpenLot {
  readonly instrument: string
  /** Signed units. */
  readonly quantity: number
  readonly price: number
  readonly timeMs: number
  /** The share of the entry fee not yet given to a trade. */
  readonly fee: number
  /** Cash received in dividends (negative: paid) and not yet given to a trade. */
  readonly dividends: number
  readonly seq: number
}

/** The account at the close of every pulse; all columns have one length, P. */
export interface EquityCurve {
  /** Pulse instants (bar closes), epoch ms. */
  readonly timeMs: Float64Array
  readonly equity: Float64Array
  readonly cash: Float64Array
  /** Sum of |position x close x multiplier| at each pulse. */
  readonly grossExposure: Float64Array
  /** Count of instruments with a position that is not zero at each pulse. */
  readonly openPositions: Uint32Array
}
