/** The pulse that `decide` receives: one object a run, reading the engine's present state through private fields. */
import {
  createRandom,
  didYouMean,
  type Instrument,
  type JsonValue,
  type Random,
  UsageError,
} from '../model/index.ts'
import type { Bar, Pulse } from '../strategy/index.ts'
import type { Account } from './account.ts'
import type { Market } from './market.ts'
import type { Targets } from './targets.ts'

export interface PulseSource {
  readonly market: Market
  readonly account: Account
  readonly targets: Targets
  readonly views: readonly Bar[]
  /** The first table row of each instrument at which every feature is warm. */
  readonly warmRow: Float64Array
  readonly seed: number
  readonly state: JsonValue
}

export class PulseView implements Pulse {
  state: JsonValue
  readonly #source: PulseSource
  readonly #market: Market
  readonly #views: readonly Bar[]
  readonly #indexOf: ReadonlyMap<string, number>
  /** From this row on every row is warm; at least 0. */
  readonly #allWarmFrom: number
  /** What `bars` gave at pulse `#barsAt`. */
  #bars: Bar[] = []
  #barsAt = -1
  /** What `positions` gave at pulse `#positionsAt`. */
  #positions: ReadonlyMap<string, number> = new Map()
  #positionsAt = -1
  /** The generator of pulse `#randomAt`. */
  #random: Random | undefined
  #randomAt = -1

  constructor(source: PulseSource) {
    this.#source = source
    this.#market = source.market
    this.#views = source.views
    this.state = source.state
    this.#indexOf = new Map(source.market.table.instruments.map(({ id }, index) => [id, index]))
    this.#allWarmFrom = source.warmRow.reduce((last, row) => Math.max(last, row), 0)
  }

  get timeMs(): number {
    const { table, pulse } = this.#market
    return table.pulseTimeMs[pulse]!
  }
  get instruments(): readonly Instrument[] {
    return this.#source.market.table.instruments
  }
  get cash(): number {
    return this.#source.account.cash
  }
  get equity(): number {
    return this.#source.account.equity
  }

  get bars(): Bar[] {
    const { pulse, base } = this.#market
    if (this.#barsAt !== pulse) {
      this.#barsAt = pulse
      if (base < this.#allWarmFrom || !isSame(this.#bars, this.#views)) this.#bars = this.#collect()
    }
    return this.#bars
  }

  /** A new array: that of the pulse before is the strategy's, which may have sorted it. */
  #collect(): Bar[] {
    const { market, views, warmRow } = this.#source
    if (market.base >= this.#allWarmFrom) return views.slice()
    const { instrumentOf } = market.table
    const { from, to } = market
    const bars: Bar[] = []
    for (let row = from; row < to; row++) {
      const i = instrumentOf[row]!
      if (row >= warmRow[i]!) bars.push(views[i]!)
    }
    return bars
  }

  bar(id: string): Bar | undefined {
    const { market, views, warmRow } = this.#source
    const i = this.#indexOf.get(id)
    if (i === undefined) {
      throw new UsageError(
        'UNKNOWN_INSTRUMENT',
        `No instrument '${id}' in this run.${didYouMean(id, this.#indexOf.keys())}`,
        {
          instrument: id,
        },
      )
    }
    return market.hasBar(i) && market.rowAt(i) >= warmRow[i]! ? views[i] : undefined
  }

  get positions(): ReadonlyMap<string, number> {
    const { pulse } = this.#market
    if (this.#positionsAt !== pulse) {
      this.#positionsAt = pulse
      this.#positions = this.#held()
    }
    return this.#positions
  }

  #held(): Map<string, number> {
    const { position } = this.#source.account
    const held = new Map<string, number>()
    this.instruments.forEach(({ id }, i) => {
      if (position[i] !== 0) held.set(id, position[i]!)
    })
    return held
  }

  random(): number {
    const { pulse } = this.#market
    if (this.#random === undefined || this.#randomAt !== pulse) {
      this.#randomAt = pulse
      this.#random = createRandom(this.#source.seed, this.timeMs)
    }
    return this.#random()
  }

  flatten(): void {
    const { targets, views } = this.#source
    for (let i = 0; i < views.length; i++) targets.set(i, 0)
  }
}

function isSame(found: readonly Bar[], wanted: readonly Bar[]): boolean {
  if (found.length !== wanted.length) return false
  for (let i = 0; i < wanted.length; i++) if (found[i] !== wanted[i]) return false
  return true
}
