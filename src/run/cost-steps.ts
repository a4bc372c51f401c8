/**
 * What each link of a cost chain did to a fill, measured with the engine's own cost model: link k is worth what the chain up
 * to and with it gives, less what the chain before it gives. So the steps add up to the price and the fee of the fill.
 */
import { type Cost, createCostModel } from '../engine/index.ts'
import type { Instrument } from '../model/index.ts'

export interface CostStep {
  /** `spread-bps=5`; `rounding` where the price was quoted between two steps of the instrument. */
  readonly cost: string
  /** What it added to the price. */
  readonly price: number
  /** What it cost in money, over the whole fill: through the price, or as a fee. Above 0 it was paid. */
  readonly money: number
}

export interface PricedFill {
  readonly instrument: Instrument
  /** Signed units. */
  readonly quantity: number
  /** The price before costs. */
  readonly quote: number
  /** Volume of the bar that it filled in. */
  readonly volume: number
}

export interface PricedSteps {
  readonly price: number
  readonly fee: number
  /** Links that moved the price, then those that were fees, each in the order of the chain. */
  readonly steps: readonly CostStep[]
}

/** Takes a fill's costs apart. `price` is NaN where the chain cannot price the fill. */
export function costSteps(
  chain: readonly Cost[],
  { instrument, quantity, quote, volume }: PricedFill,
): PricedSteps {
  const { multiplier } = instrument
  const models = [...chain.keys(), chain.length].map((length) => createCostModel(chain.slice(0, length)))
  const prices = models.map((model) => model.price(quote, quantity, { instrument, volume }))
  const price = prices.at(-1)!
  const fees = models.map((model) => model.fee(price, quantity, multiplier))
  const names = chain.map(({ kind, value }) => `${kind}=${value}`)
  const moves = [{ cost: 'rounding', from: quote, to: prices[0]! }].concat(
    names.map((cost, index) => ({ cost, from: prices[index]!, to: prices[index + 1]! })),
  )
  return {
    price,
    fee: fees.at(-1)!,
    steps: [
      ...moves.flatMap(({ cost, from, to }) =>
        to === from ? [] : [{ cost, price: to - from, money: (to - from) * quantity * multiplier }],
      ),
      ...names.flatMap((cost, index) =>
        fees[index + 1] === fees[index] ? [] : [{ cost, price: 0, money: fees[index + 1]! - fees[index]! }],
      ),
    ],
  }
}
