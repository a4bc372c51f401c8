/**
 * The pulse step: the one path that backtest, sweep, study, paper and live execute. In this order: bars of the pulse
 * become visible; corporate actions take effect; due orders fill; equity at the closes; `decide`; risk chain; new orders.
 *
 * The engine owns no clock and no data source: whoever calls `step` says that the next pulse has come.
 */
import type { FeatureColumns } from '../indicators/index.ts'
import { type EquityCurve, type EventLog, KIND_CODES, NONE, REASONS } from '../ledger/index.ts'
import {
  type BarTable,
  type Dividend,
  type Instrument,
  type JsonObject,
  type JsonValue,
  type Split,
  UsageError,
} from '../model/index.ts'
import type { ParamValue, Strategy } from '../strategy/index.ts'
import { Account } from './account.ts'
import { Actions } from './actions.ts'
import { callDecide } from './call-decide.ts'
import { describeConfig, type EngineConfig } from './config.ts'
import { Market } from './market.ts'
import type { Halt, MissingPlan } from './missing-bars.ts'
import { Orders } from './orders.ts'
import { PulseView } from './pulse-view.ts'
import { applyRule, RISK_REASONS } from './risk.ts'
import { Targets } from './targets.ts'
import { createViews, watchViews } from './views.ts'

export interface EngineInput {
  /** At least one instrument and one pulse. */
  readonly table: BarTable
  /** Splits and dividends that the table's prices do not contain; none where absent. */
  readonly actions?: readonly (Split | Dividend)[]
  readonly strategy: Strategy
  readonly params: Readonly<Record<string, ParamValue>>
  readonly features: FeatureColumns
  readonly config: EngineConfig
  /** Pulses at which `decide` is not called, as `planMissing` gives them; none where absent. */
  readonly missing?: MissingPlan | undefined
  readonly log: EventLog
  /** What the run is, for its first event. */
  readonly identity: JsonObject
  /** Told the instrument whose view the strategy touched; only for finding where it failed, as it is slow. */
  readonly onTouch?: (instrument: number) => void
}

export interface Engine {
  /** Executes the next pulse. */
  step(): void
  /** Ends the run: orders that wait expire, or positions are closed where the configuration says so. */
  finish(): void
  /** Ends the run before its bars do: orders that wait expire, positions stay marked. */
  halt(halt: Halt): void
  /** Index of the newest executed pulse, -1 before the first. */
  readonly pulse: number
  readonly curve: EquityCurve
  readonly state: JsonValue
  readonly cash: number
  readonly equity: number
}

/**
 * Throws `UsageError` BAD_CASH, BAD_SEED, BAD_FILL_RULE, BAD_COST, NO_TICK_SIZE for a configuration that cannot be, and MIXED_CURRENCIES
 * where instruments are quoted in more than one currency.
 */
export function createEngine(input: EngineInput): Engine {
  return new PulseEngine(input)
}

class PulseEngine implements Engine {
  readonly #market: Market
  readonly #account: Account
  readonly #targets: Targets
  readonly #orders: Orders
  readonly #actions: Actions
  readonly #pulseView: PulseView
  readonly #strategy: Strategy
  readonly #log: EventLog
  /** Whether orders fill at the closes that they were decided at. */
  readonly #fillsAtOnce: boolean
  /** The prices at which orders fill, and the instant of each pulse's. */
  readonly #quote: Float64Array
  readonly #quotedMs: Float64Array
  readonly #risk: EngineConfig['risk']
  readonly #closeAtEnd: boolean
  readonly #params: EngineInput['params']
  readonly #isSkipped: Uint8Array | undefined

  constructor(input: EngineInput) {
    const { table, strategy, features, config, log } = input
    describeConfig(config)
    requireOneCurrency(table.instruments)
    const market = new Market(table)
    const account = new Account(market, config.openingCash)
    const targets = new Targets(table.instruments.map(({ id }) => id))
    const fillsAtOpen = config.fillRule === 'next-open'
    this.#fillsAtOnce = config.fillRule === 'same-close'
    this.#quote = fillsAtOpen ? table.open : table.close
    this.#quotedMs = fillsAtOpen ? table.pulseOpenMs : table.pulseTimeMs
    this.#risk = config.risk
    this.#closeAtEnd = config.closeAtEnd
    this.#params = input.params
    this.#isSkipped = input.missing?.isSkipped
    this.#market = market
    this.#account = account
    this.#targets = targets
    this.#strategy = strategy
    this.#log = log
    this.#orders = new Orders({ market, account, targets, log, config })
    this.#actions = new Actions({ table, account, targets, orders: this.#orders, log }, input.actions ?? [])
    const plainViews = createViews(features.names, {
      market,
      table,
      features: features.columns,
      position: account.position,
      targets,
    })
    const views = input.onTouch === undefined ? plainViews : watchViews(plainViews, input.onTouch)
    this.#pulseView = new PulseView({
      market,
      account,
      targets,
      views,
      warmRow: warmRows(table, features.firstWarm),
      seed: config.seed,
      state: JSON.parse(JSON.stringify(strategy.state)) as JsonValue,
    })
    const timeMs = table.pulseOpenMs[0]!
    const started = log.appendJson(
      'run-started',
      { timeMs, cause: NONE },
      {
        identity: input.identity,
        instruments: table.instruments.map(({ id }) => id),
        multipliers: Object.fromEntries(
          table.instruments
            .filter(({ multiplier }) => multiplier !== 1)
            .map(({ id, multiplier }) => [id, multiplier]),
        ),
      },
    )
    log.append(KIND_CODES.opening, timeMs, started, NONE, config.openingCash, 0, 0)
  }

  get pulse(): number {
    return this.#market.pulse
  }
  get state(): JsonValue {
    return this.#pulseView.state
  }
  get cash(): number {
    return this.#account.cash
  }
  get equity(): number {
    return this.#account.equity
  }
  get curve(): EquityCurve {
    return this.#account.curve
  }

  step(): void {
    const market = this.#market
    const account = this.#account
    const orders = this.#orders
    const { table } = market
    const p = market.pulse + 1
    market.advance(p)
    if (p === this.#actions.next) {
      account.valueTo(p - 1)
      this.#actions.apply(p)
    }
    if (orders.count > 0 && !this.#fillsAtOnce) {
      account.valueTo(p - 1)
      orders.fillDue(this.#quote, this.#quotedMs[p]!)
    }
    if (market.base === -1) account.valueTo(p)
    if (this.#isSkipped === undefined || this.#isSkipped[p] === 0) {
      callDecide(this.#strategy, this.#pulseView, this.#params)
    }
    if (this.#targets.count > 0) this.#order(table.pulseTimeMs[p]!)
    if (orders.count > 0 && this.#fillsAtOnce) {
      account.valueTo(p)
      orders.fillDue(this.#quote, this.#quotedMs[p]!)
      account.revalue()
    }
  }

  finish(): void {
    const { table, pulse } = this.#market
    const timeMs = table.pulseTimeMs[pulse]!
    this.#orders.expireAll('NO_NEXT_BAR', timeMs)
    if (this.#closeAtEnd) this.#closeAll(timeMs)
    this.#saveState(timeMs)
  }

  halt({ instrument, barOpenMs, timeMs }: Halt): void {
    const reason = REASONS.indexOf('MISSING_BAR')
    this.#log.append(KIND_CODES.halted, timeMs, NONE, instrument, barOpenMs, 0, reason)
    this.#orders.expireAll('HALTED', timeMs)
    this.#saveState(timeMs)
  }

  #saveState(timeMs: number): void {
    if (this.#strategy.state === null) return
    this.#log.appendJson('state-saved', { timeMs, cause: NONE }, this.#pulseView.state)
  }

  /** From targets to orders, risk chain between. */
  #order(timeMs: number): void {
    const targets = this.#targets
    const orders = this.#orders
    const { position } = this.#account
    let changed = 0
    for (let n = 0; n < targets.count; n++) {
      const i = targets.touched[n]!
      if (targets.want[i] !== position[i]! + orders.onOrder(i)) changed++
    }
    if (changed > 0) {
      const { equity, cash } = this.#account
      const decision = this.#log.append(KIND_CODES.decision, timeMs, NONE, changed, equity, cash, 0)
      for (let n = 0; n < targets.count; n++) {
        const i = targets.touched[n]!
        if (targets.want[i] === position[i]! + orders.onOrder(i)) continue
        if (this.#risk.length > 0) targets.want[i] = this.#limited(i, timeMs, decision)
        if (targets.want[i] !== position[i]! + orders.onOrder(i)) orders.submit(i, decision)
      }
    }
    targets.clear()
  }

  #limited(i: number, timeMs: number, cause: number): number {
    const market = this.#market
    const { table } = market
    const { multiplier, lotSize } = table.instruments[i]!
    const view = { equity: this.#account.equity, close: table.close[market.rowAt(i)]!, multiplier, lotSize }
    let target = this.#targets.want[i]!
    for (const rule of this.#risk) {
      const allowed = applyRule(rule, target, view)
      if (allowed === target) continue
      const reason = REASONS.indexOf(RISK_REASONS[rule.kind])
      this.#log.append(KIND_CODES['risk-adjusted'], timeMs, cause, i, target, allowed, reason)
      target = allowed
    }
    return target
  }

  /** Sells and buys back all positions at their last closes, costs included: real orders, real fills. */
  #closeAll(timeMs: number): void {
    const { position } = this.#account
    const { table } = this.#market
    const open = [...position.keys()].filter((i) => position[i] !== 0)
    if (open.length === 0) return
    const { equity, cash } = this.#account
    const decision = this.#log.append(KIND_CODES.decision, timeMs, NONE, open.length, equity, cash, 0)
    for (const i of open) {
      this.#targets.want[i] = 0
      this.#orders.submit(i, decision)
    }
    this.#orders.fillAtLast(table.close, timeMs)
    this.#account.revalue()
  }
}

/** The account is kept in the currency of its instruments, and nothing here converts one into another. */
function requireOneCurrency(instruments: readonly Instrument[]): void {
  const first = instruments[0]!
  const other = instruments.find(({ currency }) => currency !== first.currency)
  if (other === undefined) return
  throw new UsageError(
    'MIXED_CURRENCIES',
    `Instruments of one run must be quoted in one currency, the account's, but ${first.id} is in ${first.currency} and ${other.id} in ${other.currency}. Run those of each currency by themselves.`,
    { [first.id]: first.currency, [other.id]: other.currency },
  )
}

/** The table row at which each instrument is warm first, Infinity where it never is. */
function warmRows(table: BarTable, firstWarm: Uint32Array): Float64Array {
  const warm = new Float64Array(table.instruments.length).fill(Number.POSITIVE_INFINITY)
  const seen = new Uint32Array(table.instruments.length)
  let left = warm.length
  for (let row = 0; row < table.instrumentOf.length && left > 0; row++) {
    const i = table.instrumentOf[row]!
    if (seen[i]!++ !== firstWarm[i]) continue
    warm[i] = row
    left--
  }
  return warm
}
