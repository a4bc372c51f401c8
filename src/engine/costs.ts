/**
 * What trading costs, as an explicit chain: price transforms first, in the order given, then fees. There is no default:
 * a run without costs says `none`.
 *
 *   spread-bps      half the quoted spread on each side: buy x (1 + bps/20000), sell x (1 - bps/20000)
 *   slippage-bps    buy x (1 + bps/10000), sell x (1 - bps/10000)
 *   slippage-ticks  buy + ticks x tick size, sell - ticks x tick size
 *   slippage-pips   a pip is 0.0001, or 0.01 where the quote currency is JPY
 *   volume-share    price impact: x (1 +- value x share^2), share = |quantity| / bar volume (zipline's VolumeShareSlippage)
 *   fixed-fee       money per fill
 *   unit-fee        money per unit
 *   notional-bps    bps of |quantity x price x multiplier|
 *   minimum-fee     all fees of a fill together are at least this
 */
import { didYouMean, type Instrument, UsageError } from '../model/index.ts'

export const COST_KINDS = [
  'spread-bps',
  'slippage-bps',
  'slippage-ticks',
  'slippage-pips',
  'volume-share',
  'fixed-fee',
  'unit-fee',
  'notional-bps',
  'minimum-fee',
] as const

export type CostKind = (typeof COST_KINDS)[number]
export interface Cost {
  readonly kind: CostKind
  /** In the unit that the kind names; finite and >= 0. */
  readonly value: number
}

const PRICE_KINDS: readonly CostKind[] = COST_KINDS.slice(0, 5)

/** Reads `spread-bps=5`. Throws `UsageError` BAD_COST. */
export function parseCost(text: string): Cost {
  const [kind = '', amount = '', ...rest] = text.split('=')
  const value = amount.trim() === '' ? Number.NaN : Number(amount)
  if (!COST_KINDS.includes(kind as CostKind)) {
    const known = COST_KINDS.join(', ')
    throw new UsageError(
      'BAD_COST',
      `A cost must be one of ${known}, or none, but it is '${kind}'.${didYouMean(kind, COST_KINDS)}`,
      { cost: text },
    )
  }
  if (rest.length > 0 || !Number.isFinite(value) || value < 0) {
    throw new UsageError(
      'BAD_COST',
      `Cost '${kind}' needs a number of at least 0 (${kind}=5), but it is '${text}'.`,
      {
        cost: text,
      },
    )
  }
  return { kind: kind as CostKind, value }
}

/** A chain made ready for one account: the price and the fee of a fill. */
export interface CostModel {
  /** Whether `price` reads the bar's volume. */
  readonly needsVolume: boolean
  /** Whether every instrument must have a tick size. */
  readonly needsTicks: boolean
  /** Whether `price` reads more of the instrument than its tick size. */
  readonly readsInstrument: boolean
  /**
   * Price of a fill of `quantity` signed units quoted at `quote`, to the tick or 8 decimals; NaN where the chain cannot
   * price it (no volume). It may be 0 or less where costs eat the whole price, or where it is small beside the tick.
   */
  price(quote: number, quantity: number, at: QuotedBar): number
  /** Fee of a fill, >= 0. */
  fee(price: number, quantity: number, multiplier: number): number
}

export interface QuotedBar {
  readonly instrument: Instrument
  readonly volume: number
}

export function createCostModel(chain: readonly Cost[]): CostModel {
  for (const { kind, value } of chain) parseCost(`${kind}=${value}`)
  const transforms = chain.filter(({ kind }) => PRICE_KINDS.includes(kind))
  const fees = chain.filter(({ kind }) => !PRICE_KINDS.includes(kind))
  return {
    needsVolume: transforms.some(({ kind }) => kind === 'volume-share'),
    needsTicks: transforms.some(({ kind }) => kind === 'slippage-ticks'),
    readsInstrument: transforms.some(({ kind }) => kind === 'slippage-ticks' || kind === 'slippage-pips'),
    price(quote, quantity, at) {
      let price = quote
      for (let n = 0; n < transforms.length; n++) {
        price = transformed(price, transforms[n]!, { side: quantity > 0 ? 1 : -1, quantity, at })
      }
      return roundPrice(price, at.instrument.tickSize)
    },
    fee(price, quantity, multiplier) {
      const units = Math.abs(quantity)
      let fee = 0
      let minimum = 0
      for (let n = 0; n < fees.length; n++) {
        const { kind, value } = fees[n]!
        if (kind === 'fixed-fee') fee += value
        else if (kind === 'unit-fee') fee += value * units
        else if (kind === 'notional-bps') fee += (units * price * multiplier * value) / 10_000
        else minimum = Math.max(minimum, value)
      }
      return Math.max(fee, minimum)
    },
  }
}

function transformed(
  price: number,
  { kind, value }: Cost,
  { side, quantity, at }: { side: 1 | -1; quantity: number; at: QuotedBar },
): number {
  switch (kind) {
    case 'spread-bps':
      return price * (1 + (side * value) / 20_000)
    case 'slippage-bps':
      return price * (1 + (side * value) / 10_000)
    case 'slippage-ticks':
      return price + side * value * tickOf(at.instrument)
    case 'slippage-pips':
      return price + side * value * (at.instrument.currency === 'JPY' ? 0.01 : 0.0001)
    case 'volume-share': {
      const share = at.volume > 0 ? Math.abs(quantity) / at.volume : Number.NaN
      return price * (1 + side * value * share * share)
    }
    default:
      return price
  }
}

/** Throws `UsageError` NO_TICK_SIZE. */
export function tickOf(instrument: Instrument): number {
  if (instrument.tickSize === null) {
    throw new UsageError(
      'NO_TICK_SIZE',
      `Cost slippage-ticks needs the tick size of every instrument, but ${instrument.id} has none (adjusted prices lie on no ticks).`,
      { instrument: instrument.id },
    )
  }
  return instrument.tickSize
}

/** To the tick where there is one, else to 8 decimals. */
function roundPrice(price: number, tickSize: number | null): number {
  if (tickSize !== null) return roundTo8(Math.round(price / tickSize) * tickSize)
  return roundTo8(price)
}

/** As `Math.round` rounds, but without its branch, which would be guessed wrong every second time. */
function roundTo8(price: number): number {
  const scaled = price * 1e8
  const below = Math.floor(scaled)
  return (below + +(scaled - below >= 0.5)) / 1e8
}
