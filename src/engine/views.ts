/**
 * The long-lived view of one instrument that a strategy reads. Columns and rows are private fields: a strategy cannot
 * reach them, so it cannot read a later bar, by construction.
 *
 * A class per feature set is made once and kept, so that its hidden class stays the same from run to run; making it anew
 * for every run costs five times the loop. Reads cost about 1 ns.
 */
import type { BarTable, Instrument } from '../model/index.ts'
import type { Bar } from '../strategy/index.ts'
import type { Market } from './market.ts'
import type { Targets } from './targets.ts'

export interface ViewSource {
  readonly market: Market
  readonly table: BarTable
  /** The market's newest row of each instrument. */
  readonly rowOf: Int32Array
  /** Row-aligned with the table, one column a feature. */
  readonly features: readonly Float64Array[]
  readonly position: Float64Array
  readonly targets: Targets
  readonly c0: Float64Array
  readonly c1: Float64Array
  readonly c2: Float64Array
  readonly c3: Float64Array
  readonly c4: Float64Array
  readonly c5: Float64Array
  readonly c6: Float64Array
  readonly c7: Float64Array
}

type ViewFactory = (source: ViewSource) => Bar[]

const factories = new Map<string, ViewFactory>()

/** One view per instrument of the table, in its order. */
export function createViews(names: readonly string[], source: ViewSource): Bar[] {
  const key = names.join(',')
  let factory = factories.get(key)
  if (factory === undefined) {
    factory = createFactory(names)
    factories.set(key, factory)
  }
  return factory(source)
}

function createFactory(names: readonly string[]): ViewFactory {
  let feature: (view: object, index: number) => number
  const getters: ((this: object) => number)[] = []
  class View {
    readonly instrument: Instrument
    readonly #index: number
    // One shared object: five hundred views of six fields each stay in the first-level cache.
    readonly #source: ViewSource

    constructor(source: ViewSource, index: number) {
      this.instrument = source.table.instruments[index]!
      this.#index = index
      this.#source = source
    }

    static {
      getters.push(
        function (this: object) {
          const s = (this as View).#source
          return s.c0[s.rowOf[(this as View).#index]!]!
        },
        function (this: object) {
          const s = (this as View).#source
          return s.c1[s.rowOf[(this as View).#index]!]!
        },
        function (this: object) {
          const s = (this as View).#source
          return s.c2[s.rowOf[(this as View).#index]!]!
        },
        function (this: object) {
          const s = (this as View).#source
          return s.c3[s.rowOf[(this as View).#index]!]!
        },
        function (this: object) {
          const s = (this as View).#source
          return s.c4[s.rowOf[(this as View).#index]!]!
        },
        function (this: object) {
          const s = (this as View).#source
          return s.c5[s.rowOf[(this as View).#index]!]!
        },
        function (this: object) {
          const s = (this as View).#source
          return s.c6[s.rowOf[(this as View).#index]!]!
        },
        function (this: object) {
          const s = (this as View).#source
          return s.c7[s.rowOf[(this as View).#index]!]!
        },
      )
      feature = (view, index) => {
        const self = view as View
        const source = self.#source
        return source.features[index]![source.rowOf[self.#index]!]!
      }
    }

    get symbol(): string {
      return this.instrument.symbol
    }
    get timeMs(): number {
      return this.#source.market.openTimeOf(this.#index)
    }
    get open(): number {
      return this.#source.table.open[this.#source.rowOf[this.#index]!]!
    }
    get high(): number {
      return this.#source.table.high[this.#source.rowOf[this.#index]!]!
    }
    get low(): number {
      return this.#source.table.low[this.#source.rowOf[this.#index]!]!
    }
    get close(): number {
      return this.#source.table.close[this.#source.rowOf[this.#index]!]!
    }
    get volume(): number {
      return this.#source.table.volume[this.#source.rowOf[this.#index]!]!
    }
    get position(): number {
      return this.#source.position[this.#index]!
    }
    target(quantity: number): void {
      this.#source.targets.set(this.#index, quantity)
    }
  }
  names.forEach((name, index) => {
    Object.defineProperty(View.prototype, name, {
      get:
        getters[index] ??
        function (this: object) {
          return feature(this, index)
        },
      enumerable: true,
    })
  })
  return (source) => source.table.instruments.map((_, index) => new View(source, index) as unknown as Bar)
}

/** The same views behind proxies that report every touch. */
export function watchViews(views: readonly Bar[], onTouch: (instrument: number) => void): Bar[] {
  return views.map(
    (view, index) =>
      new Proxy(view, {
        get(target, key) {
          onTouch(index)
          const value: unknown = Reflect.get(target, key, target)
          return typeof value === 'function' ? (value.bind(target) as unknown) : value
        },
      }),
  )
}
