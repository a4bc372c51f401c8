/**
 * Corporate actions as files and callers give them: with dates instead of instants, and with what only the bars can say
 * (the close before a dividend) still open. What cannot be used is a problem with file and line; problems are collected,
 * so that one message shows the first of them all.
 */
import { DataError, type JsonObject } from '../../model/index.ts'

/** What every action says. */
interface GivenHead {
  /** An instrument's id, or its symbol. */
  readonly instrument: string
  /** The ex-date, `2014-06-09`, or the instant with its zone from which bars are on the new basis. */
  readonly exDate: string
}

export interface GivenSplit extends GivenHead {
  readonly kind: 'split'
  /** Units after for one unit before, > 0. */
  readonly ratio: number
  /** What earlier prices are multiplied by; 1 / ratio where it is left out. */
  readonly factor?: number
}

/** At least one of `amount` and `factor`; of the other it is made, by the last close before the ex-date. */
export interface GivenDividend extends GivenHead {
  readonly kind: 'dividend'
  /** Money per unit as held when the ex-date began, > 0. */
  readonly amount?: number
  /** What earlier prices are multiplied by in the total-return view, in (0, 1). */
  readonly factor?: number
}

export interface GivenTickerChange extends GivenHead {
  readonly kind: 'ticker-change'
  readonly from: string
  readonly to: string
}

export type GivenAction = GivenSplit | GivenDividend | GivenTickerChange

/** The first day of an instrument's history: earlier bars of its ticker are another company's. */
export interface Listing {
  readonly kind: 'listing'
  readonly instrument: string
  readonly exDate: string
}

export interface Place {
  /** Base name, or null where it came from code. */
  readonly file: string | null
  readonly line: number | null
}

export interface Located {
  readonly given: GivenAction | Listing
  readonly place: Place
  /** True where the name of the file is the instrument, whose letters may differ in case. */
  readonly isFileName?: boolean
  /** The zone in which the layout's dates are days, where it has one. */
  readonly zone?: string
}

export interface ActionProblem extends Place {
  readonly text: string
}

const SHOWN = 8

/** The refusal of actions: the first problems with file and line; `details.problems` has them all. */
export function badActions(problems: readonly ActionProblem[]): DataError {
  const shown = problems.slice(0, SHOWN).map((problem) => `  ${placeText(problem)}: ${problem.text}`)
  const rest = problems.length - shown.length
  return new DataError(
    'BAD_ACTIONS',
    [
      `Corporate actions must be sound before they are sealed, but ${problems.length} ${problems.length === 1 ? 'problem was' : 'problems were'} found and nothing was sealed:`,
      ...shown,
      ...(rest > 0 ? [`  and ${rest} more`] : []),
      'Correct the rows at their source and import again.',
    ].join('\n'),
    { problems: problems as unknown as JsonObject[] },
  )
}

export function placeText({ file, line }: Place): string {
  if (file === null) return 'actions from code'
  return line === null ? file : `${file}:${line}`
}

/** Whether a number can be a ratio, a factor or an amount. */
export function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0
}
