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
  /** Row-aligned with the table, one column a feature. */
  readonly features: readonly Float64Array[]
  readonly position: Float64Array
  readonly targets: Targets
}

/** What the views of a run share: one object, so that five hundred views stay in the first-level cache, and all columns one step away. */
type Shared = ReturnType<typeof shareOf>

function shareOf({ market, table, features, position, targets }: ViewSource) {
  const { open, high, low, close, volume } = table
  const column = (index: number): Float64Array => features[index] ?? position
  return {
    market,
    targets,
    position,
    features,
    open,
    high,
    low,
    close,
    volume,
    f0: column(0),
    f1: column(1),
    f2: column(2),
    f3: column(3),
    f4: column(4),
    f5: column(5),
    f6: column(6),
    f7: column(7),
  }
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
  let readers: ((view: View) => number)[] = []
  class View {
    readonly instrument: Instrument
    readonly #index: number
    readonly #shared: Shared

    constructor(shared: Shared, instrument: Instrument, index: number) {
      this.instrument = instrument
      this.#index = index
      this.#shared = shared
    }

    static {
      // One function a feature, each with a text of its own: V8 then knows the column, which it would not of one function for all.
      readers = [
        (view) => view.#shared.f0[view.#shared.market.rowAt(view.#index)]!,
        (view) => view.#shared.f1[view.#shared.market.rowAt(view.#index)]!,
        (view) => view.#shared.f2[view.#shared.market.rowAt(view.#index)]!,
        (view) => view.#shared.f3[view.#shared.market.rowAt(view.#index)]!,
        (view) => view.#shared.f4[view.#shared.market.rowAt(view.#index)]!,
        (view) => view.#shared.f5[view.#shared.market.rowAt(view.#index)]!,
        (view) => view.#shared.f6[view.#shared.market.rowAt(view.#index)]!,
        (view) => view.#shared.f7[view.#shared.market.rowAt(view.#index)]!,
      ]
      for (let index = readers.length; index < names.length; index++) {
        readers.push((view) => view.#shared.features[index]![view.#shared.market.rowAt(view.#index)]!)
      }
    }

    get symbol(): string {
      return this.instrument.symbol
    }
    get timeMs(): number {
      return this.#shared.market.openTimeOf(this.#index)
    }
    get open(): number {
      return this.#shared.open[this.#shared.market.rowAt(this.#index)]!
    }
    get high(): number {
      return this.#shared.high[this.#shared.market.rowAt(this.#index)]!
    }
    get low(): number {
      return this.#shared.low[this.#shared.market.rowAt(this.#index)]!
    }
    get close(): number {
      return this.#shared.close[this.#shared.market.rowAt(this.#index)]!
    }
    get volume(): number {
      return this.#shared.volume[this.#shared.market.rowAt(this.#index)]!
    }
    get position(): number {
      return this.#shared.position[this.#index]!
    }
    target(quantity: number): void {
      this.#shared.targets.set(this.#index, quantity)
    }
  }
  names.forEach((name, index) => defineGetter(View.prototype, name, readers[index]!))
  return (source) => {
    const shared = shareOf(source)
    return source.table.instruments.map(
      (instrument, index) => new View(shared, instrument, index) as unknown as Bar,
    )
  }
}

function defineGetter<V extends object>(prototype: V, name: string, read: (view: V) => number): void {
  Object.defineProperty(prototype, name, {
    get(this: V) {
      return read(this)
    },
    enumerable: true,
  })
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
