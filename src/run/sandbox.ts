/**
 * Runs a strategy's text in this realm (a vm context halves its speed) with every ambient name shadowed: what differs
 * between machines or runs is undefined, Math.random is seeded, Date takes only instants that it is given, and console
 * writes to stderr. A guard against accidents behind the preflight's proof, not a wall against malice.
 */
import { Console } from 'node:console'
import { compileFunction } from 'node:vm'
import { createRandom, UsageError } from '../model/index.ts'
import { shadowedNames } from './ambient-names.ts'
import { explainStrategyError } from './strategy-errors.ts'
import { type StrategyText, scriptName } from './strategy-text.ts'
import { namesInstant } from './time-rules.ts'

export interface SandboxOptions<S> {
  /** What `import ... from 'throughline'` gives. */
  readonly api: object
  /** Seeds Math.random. */
  readonly seed: number
  /** Whether a value was made by `defineStrategy`. */
  readonly isStrategy: (value: unknown) => value is S
  readonly sourceMap?: string
}

/** Keeps Math.random apart from every stream that the engine draws from the same seed. */
const RANDOM_STREAM = 0x4d617468

/**
 * The strategy that a text exports by default. Throws `UsageError` STRATEGY_HAS_NO_DEFAULT_EXPORT, NOT_A_STRATEGY, or
 * STRATEGY_THREW where the module's own code throws.
 */
export function evaluateStrategy<S>(text: string, options: SandboxOptions<S>): S {
  const { sourceMap, api, seed } = options
  const source: StrategyText = sourceMap === undefined ? { text } : { text, sourceMap }
  const module = { exports: {} as Record<string, unknown> }
  const standIns: Readonly<Record<string, unknown>> = {
    module,
    exports: module.exports,
    require: (name: unknown) => required(name, api),
    console: stderrConsole(),
    Math: seededMath(seed),
    Date: StrategyDate,
    Function: refusedFunction(),
  }
  const names = shadowedNames()
  const run = compileFunction(text, names, { filename: scriptName(text) })
  try {
    Reflect.apply(
      run,
      undefined,
      names.map((name) => standIns[name]),
    )
  } catch (error) {
    throw explainStrategyError(error, source)
  }
  return defaultExport(module.exports, options)
}

function defaultExport<S>(exports: Readonly<Record<string, unknown>>, { isStrategy }: SandboxOptions<S>): S {
  const value = exports['default']
  if (value === undefined) {
    const named = Object.keys(exports)
    throw new UsageError(
      'STRATEGY_HAS_NO_DEFAULT_EXPORT',
      `A strategy file must export its strategy by default (export default defineStrategy({ ... })), but it exports ${named.join(', ') || 'nothing'}.`,
      { exports: named },
    )
  }
  if (isStrategy(value)) return value
  throw new UsageError(
    'NOT_A_STRATEGY',
    `A strategy file's default export must be made by defineStrategy, but it is ${value === null ? 'null' : `of type ${typeof value}`}: wrap it in defineStrategy({ ... }).`,
    { type: typeof value },
  )
}

function required(name: unknown, api: object): object {
  if (name === 'throughline') return api
  throw new UsageError(
    'STRATEGY_NOT_REPRODUCIBLE',
    `A strategy may import only 'throughline' at run time, but it asks for '${String(name)}'.`,
    { name: String(name) },
  )
}

/** Math with a generator of its own: frozen, so that no strategy can change it for another. */
function seededMath(seed: number): typeof Math {
  const random = createRandom(seed, RANDOM_STREAM)
  const properties = Object.getOwnPropertyDescriptors(Math)
  return Object.freeze(
    Object.create(Object.prototype, { ...properties, random: { value: random } }) as typeof Math,
  )
}

/** The console's methods, all of which write to stderr; made when first used. */
function stderrConsole(): Readonly<Record<string, unknown>> {
  let real: Console | undefined
  const methods: Record<string, (...items: readonly unknown[]) => void> = {}
  for (const name of Object.keys(console)) {
    methods[name] = (...items) => {
      real ??= new Console(process.stderr, process.stderr)
      const method: unknown = Reflect.get(real, name)
      if (typeof method === 'function') Reflect.apply(method, real, items)
    }
  }
  return Object.freeze(methods)
}

/** Good for `instanceof Function` and its prototype's methods; never makes code. */
function refusedFunction(): unknown {
  const stand = (): never => {
    throw refused('new Function makes code from text')
  }
  return Object.freeze(Object.defineProperty(stand, 'prototype', { value: Function.prototype }))
}

const IN_UTC = /^(getUTC|setUTC|toISOString|toUTCString|toGMTString|toJSON|getTime$|setTime$|valueOf)/

/** Date without a clock and a zone: made of an instant, read in UTC. */
const StrategyDate = dateWithoutClock()

function dateWithoutClock(): unknown {
  const make = function StrategyDate(...args: unknown[]): Date {
    if (new.target === undefined) throw refused('Date() reads the clock: use pulse.timeMs')
    if (args.length === 0) throw refused('new Date() reads the clock: use pulse.timeMs')
    if (args.length > 1) throw refused('new Date(year, month, ...) is in local time: use Date.UTC')
    return Reflect.construct(Date, [zoned(args[0])], new.target) as Date
  }
  const prototype: Record<PropertyKey, unknown> = {}
  for (const name of Reflect.ownKeys(Date.prototype)) {
    Object.defineProperty(prototype, name, {
      value: name === 'constructor' ? make : dateMethod(name),
      writable: true,
      configurable: true,
    })
  }
  Object.defineProperty(make, 'name', { value: 'Date' })
  Object.defineProperty(make, 'prototype', { value: Object.freeze(prototype) })
  return Object.freeze(
    Object.assign(make, {
      UTC: Date.UTC,
      parse: (text: unknown): number => Date.parse(String(zoned(String(text)))),
      now: (): never => {
        throw refused('Date.now() reads the clock: use pulse.timeMs')
      },
    }),
  )
}

function dateMethod(name: string | symbol): unknown {
  const method: unknown = Reflect.get(Date.prototype, name)
  if (name === Symbol.toPrimitive) {
    return function toPrimitive(this: Date, hint: string): unknown {
      return hint === 'number' ? this.getTime() : this.toISOString()
    }
  }
  if (typeof name === 'symbol' || IN_UTC.test(name)) return method
  if (name === 'toString') return Date.prototype.toISOString
  if (name.startsWith('toLocale')) {
    return function toLocale(
      this: Date,
      locale: unknown,
      options: { timeZone?: unknown } | undefined,
    ): unknown {
      if (locale === undefined || options?.timeZone === undefined) {
        throw refused(`${name} without a locale and a timeZone depends on the machine`)
      }
      return Reflect.apply(method as () => unknown, this, [locale, options])
    }
  }
  return (): never => {
    throw refused(`${name} is in the machine's time zone: use its UTC twin`)
  }
}

function zoned(value: unknown): unknown {
  const primitive = value instanceof Date || isStrategyDate(value) ? Number(value) : value
  if (typeof primitive !== 'string' || namesInstant(primitive)) return primitive
  throw refused(`'${primitive}' names no instant without a time zone: write 2024-01-31T00:00:00Z`)
}

const isStrategyDate = (value: unknown): boolean => value instanceof (StrategyDate as { new (): object })

function refused(reason: string): UsageError {
  return new UsageError(
    'STRATEGY_NOT_REPRODUCIBLE',
    `A strategy must not depend on when and where it runs: ${reason}.`,
    {
      reason,
    },
  )
}
