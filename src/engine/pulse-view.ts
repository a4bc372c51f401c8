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
  readonly #indexOf: ReadonlyMap<string, number>
  /** From this row on every row is warm. */
  readonly #allWarmFrom: number
  /** The pulse's bars, once `bars` was read. */
  #bars: Bar[] = []
  #hasBars = false
  /** What `bars` gave when all instruments had one. */
  #all: Bar[] = []
  #positions: ReadonlyMap<string, number> | undefined
  #random: Random | undefined

  constructor(source: PulseSource) {
    this.#source = source
    this.state = source.state
    this.#indexOf = new Map(source.market.table.instruments.map(({ id }, index) => [id, index]))
    this.#allWarmFrom = source.warmRow.reduce((last, row) => Math.max(last, row), 0)
  }

  /** Forgets what was made for the pulse before. */
  static renew(pulse: PulseView): void {
    pulse.#hasBars = false
    pulse.#positions = undefined
    pulse.#random = undefined
  }

  get timeMs(): number {
    const { table, pulse } = this.#source.market
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
    if (!this.#hasBars) {
      const bars = this.#collect()
      // Most often the array of the pulse before; what is not stored needs no care of the collector.
      if (bars !== this.#bars) this.#bars = bars
      this.#hasBars = true
    }
    return this.#bars
  }

  #collect(): Bar[] {
    const { market, views, warmRow } = this.#source
    const { from, to } = market
    if (from >= this.#allWarmFrom && to - from === views.length) return this.#allBars()
    const bars: Bar[] = []
    const { instrumentOf } = market.table
    for (let row = from; row < to; row++) {
      const i = instrumentOf[row]!
      if (row >= warmRow[i]!) bars.push(views[i]!)
    }
    return bars
  }

  /** The array of the pulse before, unless the strategy has made another one of it. */
  #allBars(): Bar[] {
    const { views } = this.#source
    if (!isSame(this.#all, views)) this.#all = views.slice()
    return this.#all
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
    if (this.#positions === undefined) {
      const positions = new Map<string, number>()
      this.instruments.forEach(({ id }, i) => {
        const units = this.#source.account.position[i]!
        if (units !== 0) positions.set(id, units)
      })
      this.#positions = positions
    }
    return this.#positions
  }

  random(): number {
    this.#random ??= createRandom(this.#source.seed, this.timeMs)
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
