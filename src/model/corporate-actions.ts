/**
 * Corporate actions as data beside raw bars, and the views of prices that they give.
 *
 *   factor      what prices before the ex-date are multiplied by: of a split 1 / ratio, of a dividend 1 - amount / c,
 *               c being the last close before the ex-date; or as the source of the action states it
 *   adjusted    price of a bar x product of the factors of all actions that come after it in the view;
 *               volume / product of the factors of the splits among them
 *
 * An action is effective from the first bar of its instrument that opens at or after `exMs`. Of one ex-date the dividend
 * comes first: its amount is per unit as held before the split.
 */
import { type BarTable, type InstrumentBars, PRICE_FIELDS } from './bars.ts'
import { compareIds, type Instrument } from './instrument.ts'

/** One unit becomes `ratio` units. */
export interface Split {
  readonly kind: 'split'
  /** The instrument's id. */
  readonly instrument: string
  /** Bars that open at or after this instant are on the new basis, epoch ms. */
  readonly exMs: number
  /** Units after for one unit before, > 0: 7 for a 7:1 split, 0.1 for a 1:10 reverse split. */
  readonly ratio: number
  /** What earlier prices are multiplied by, > 0. */
  readonly factor: number
}

/** Cash paid for every unit that was held when the ex-date began. */
export interface Dividend {
  readonly kind: 'dividend'
  readonly instrument: string
  readonly exMs: number
  /** Money per unit, in the instrument's currency, on the basis of prices before the ex-date, > 0. */
  readonly amount: number
  /** What earlier prices are multiplied by in the total-return view, in (0, 1]. */
  readonly factor: number
}

/** The instrument goes on under another ticker. It changes no price and no position. */
export interface TickerChange {
  readonly kind: 'ticker-change'
  readonly instrument: string
  readonly exMs: number
  readonly from: string
  readonly to: string
}

export type CorporateAction = Split | Dividend | TickerChange

/** In the order in which actions of one ex-date take effect. */
export const ACTION_KINDS = [
  'dividend',
  'split',
  'ticker-change',
] as const satisfies readonly CorporateAction['kind'][]

/** `split` adjusts prices and volumes for splits, `total-return` prices for dividends as well. */
export const ADJUSTMENTS = ['raw', 'split', 'total-return'] as const
export type Adjustment = (typeof ADJUSTMENTS)[number]

export interface PriceView {
  readonly adjust: Adjustment
  /** Point in time: only actions with `exMs` at or before this instant adjust; all where it is absent. */
  readonly asOfMs?: number
}

/** The one order of actions: by instrument, ex-date, and kind as `ACTION_KINDS` has them. */
export function compareActions(a: CorporateAction, b: CorporateAction): number {
  return (
    compareIds(a.instrument, b.instrument) ||
    a.exMs - b.exMs ||
    ACTION_KINDS.indexOf(a.kind) - ACTION_KINDS.indexOf(b.kind)
  )
}

/**
 * The bars of one instrument as the view shows them: new price and volume columns, or the bars themselves where no action of
 * theirs adjusts. `actions` may hold those of other instruments, in any order; of many instruments `actionsByInstrument` finds
 * them faster.
 */
export function adjustBars(
  bars: InstrumentBars,
  actions: readonly CorporateAction[],
  view: PriceView,
): InstrumentBars {
  const { id } = bars.instrument
  const own = actions.filter((action) => action.instrument === id && adjusts(action, view))
  const steps = adjustingSteps(own, view).get(id)
  if (steps === undefined) return bars
  const { timeMs } = bars
  const adjusted = copyPrices(bars)
  const cursor = createCursor(steps)
  for (let row = 0; row < timeMs.length; row++) multiply(adjusted, row, cursor(timeMs[row]!))
  return { instrument: shownInstrument(bars.instrument, own, view), timeMs, ...adjusted }
}

/** The instrument as the view shows it: without a tick size where actions adjust its prices, which lie on no ticks then. */
export function shownInstrument(
  instrument: Instrument,
  actions: readonly CorporateAction[],
  view: PriceView,
): Instrument {
  const { id, tickSize } = instrument
  const isAdjusted =
    tickSize !== null && actions.some((action) => action.instrument === id && adjusts(action, view))
  return isAdjusted ? { ...instrument, tickSize: null } : instrument
}

/** A table as the view shows it: new price and volume columns, or the table itself where no action adjusts. */
export function adjustTable(table: BarTable, actions: readonly CorporateAction[], view: PriceView): BarTable {
  const steps = adjustingSteps(actions, view)
  const cursors = table.instruments.map(({ id }) => {
    const own = steps.get(id)
    return own === undefined ? undefined : createCursor(own)
  })
  if (cursors.every((cursor) => cursor === undefined)) return table
  const adjusted = copyPrices(table)
  const { pulseStart, pulseOpenMs, instrumentOf } = table
  for (let p = 0; p < pulseOpenMs.length; p++) {
    for (let row = pulseStart[p]!; row < pulseStart[p + 1]!; row++) {
      const cursor = cursors[instrumentOf[row]!]
      if (cursor !== undefined) multiply(adjusted, row, cursor(pulseOpenMs[p]!))
    }
  }
  const instruments = table.instruments.map((instrument) => shownInstrument(instrument, actions, view))
  return { ...table, instruments, ...adjusted }
}

/**
 * The splits and dividends that a view's prices do not contain, for positions and cash: of `raw` all; of `split` the
 * dividends, their amounts per adjusted unit; of `total-return` none. Those after `asOfMs` remain whatever the view.
 */
export function actionsBesideView(
  actions: readonly CorporateAction[],
  view: PriceView,
): (Split | Dividend)[] {
  const left: (Split | Dividend)[] = []
  for (const own of actionsByInstrument(actions).values()) {
    // The factor of the splits that the view's prices contain, from the action on.
    let scale = 1
    for (let n = own.length - 1; n >= 0; n--) {
      const action = own[n]!
      if (action.kind === 'ticker-change') continue
      if (!adjusts(action, view)) left.push(perAdjustedUnit(action, scale))
      else if (action.kind === 'split') scale *= action.factor
    }
  }
  return left.sort(compareActions)
}

function perAdjustedUnit(action: Split | Dividend, scale: number): Split | Dividend {
  return action.kind === 'split' || scale === 1 ? action : { ...action, amount: action.amount * scale }
}

/** The actions of each instrument that has any, in the order of `compareActions`. */
export function actionsByInstrument(
  actions: readonly CorporateAction[],
): ReadonlyMap<string, readonly CorporateAction[]> {
  const byInstrument = new Map<string, CorporateAction[]>()
  for (const action of actions.toSorted(compareActions)) {
    const own = byInstrument.get(action.instrument)
    if (own === undefined) byInstrument.set(action.instrument, [action])
    else own.push(action)
  }
  return byInstrument
}

/** The ticker of an instrument at an instant, by its ticker changes; `ticker` is the one it bears without any. */
export function tickerAt(
  { instrument, ticker }: { readonly instrument: string; readonly ticker: string },
  actions: readonly CorporateAction[],
  timeMs: number,
): string {
  const changes = actions
    .filter((action) => action.kind === 'ticker-change' && action.instrument === instrument)
    .toSorted(compareActions) as TickerChange[]
  const past = changes.filter(({ exMs }) => exMs <= timeMs).at(-1)
  return past?.to ?? changes[0]?.from ?? ticker
}

/** Whether prices of the view contain the action. */
function adjusts(action: CorporateAction, { adjust, asOfMs }: PriceView): boolean {
  if (action.exMs > (asOfMs ?? Number.POSITIVE_INFINITY)) return false
  return action.kind === 'split' ? adjust !== 'raw' : action.kind === 'dividend' && adjust === 'total-return'
}

/** From this instant on the factors of the step are what bars are multiplied by. */
interface Step {
  readonly fromMs: number
  readonly price: number
  readonly split: number
}

/** The steps of each instrument that has any, ascending; the last one is 1. */
function adjustingSteps(actions: readonly CorporateAction[], view: PriceView): Map<string, readonly Step[]> {
  const steps = new Map<string, Step[]>()
  const later = actions.filter((action) => adjusts(action, view)).toSorted((a, b) => compareActions(b, a))
  for (const action of later) {
    if (action.kind === 'ticker-change') continue
    const { instrument, exMs, kind, factor } = action
    let own = steps.get(instrument)
    if (own === undefined) {
      own = [{ fromMs: exMs, price: 1, split: 1 }]
      steps.set(instrument, own)
    }
    // What holds from this action on is known; what holds before it is that times its factor.
    const { price, split } = own.at(-1)!
    own[own.length - 1] = { fromMs: exMs, price, split }
    own.push({
      fromMs: Number.NEGATIVE_INFINITY,
      price: price * factor,
      split: kind === 'split' ? split * factor : split,
    })
  }
  for (const own of steps.values()) own.reverse()
  return steps
}

/** The step of each of ascending instants. */
function createCursor(steps: readonly Step[]): (timeMs: number) => Step {
  let at = 0
  return (timeMs) => {
    while (at + 1 < steps.length && steps[at + 1]!.fromMs <= timeMs) at++
    return steps[at]!
  }
}

type PriceColumns = Pick<InstrumentBars, (typeof PRICE_FIELDS)[number]>

function copyPrices(source: PriceColumns): PriceColumns {
  const [open, high, low, close, volume] = PRICE_FIELDS.map((field) => source[field].slice())
  return { open: open!, high: high!, low: low!, close: close!, volume: volume! }
}

function multiply({ open, high, low, close, volume }: PriceColumns, row: number, step: Step): void {
  open[row]! *= step.price
  high[row]! *= step.price
  low[row]! *= step.price
  close[row]! *= step.price
  volume[row]! /= step.split
}
