/**
 * The names a strategy meets without declaring them: those of the language that give the same answer everywhere, and
 * those refused, each with its reason. Preflight refuses by this table and the sandbox hides by it.
 */

export type FindingCode =
  | 'CLOCK'
  | 'LOCAL_TIME'
  | 'LOCALE'
  | 'RANDOMNESS'
  | 'NETWORK'
  | 'ENVIRONMENT'
  | 'MODULE'
  | 'DYNAMIC_CODE'
  | 'GLOBAL_OBJECT'
  | 'GLOBAL_STATE'
  | 'MODULE_STATE'
  | 'ASYNC'
  | 'MACHINE'
  | 'UNKNOWN_GLOBAL'

/** Built-ins that are pure, or (Math, Date, Intl, console, module, exports) have rules or stand-ins of their own. */
const ALLOWED_NAMES: ReadonlySet<string> = new Set(
  `AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError
  Float32Array Float64Array Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object
  Promise Proxy RangeError ReferenceError Reflect RegExp Set String Symbol SyntaxError TextDecoder TextEncoder
  TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet console decodeURI
  decodeURIComponent encodeURI encodeURIComponent escape exports isFinite isNaN module parseFloat parseInt
  structuredClone undefined unescape`.split(/\s+/),
)

/** Language built-ins that stay as they are at run time although preflight refuses or restricts them. */
const REPLACED = ['Math', 'Date', 'console', 'module', 'exports']

/** Why something is refused. */
export interface Refusal {
  readonly code: FindingCode
  readonly what: string
}

const REFUSED: ReadonlyMap<string, Refusal> = new Map(
  refusals({
    CLOCK: {
      what: 'depends on the clock: use pulse.timeMs',
      names: `performance setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask
        requestAnimationFrame cancelAnimationFrame requestIdleCallback scheduler Temporal`,
    },
    NETWORK: {
      what: 'reaches the network: a strategy sees sealed bars only',
      names: `fetch WebSocket XMLHttpRequest EventSource Request Response Headers FormData navigator BroadcastChannel
        MessageChannel MessagePort Worker SharedWorker importScripts WebTransport`,
    },
    ENVIRONMENT: {
      what: 'reads the machine it runs on: declare a parameter instead',
      names: `process Buffer __dirname __filename import_meta localStorage sessionStorage indexedDB caches document
        location history Deno Bun`,
    },
    GLOBAL_OBJECT: {
      what: 'gives access to everything global: name what you need',
      names: 'globalThis global window self top frames',
    },
    DYNAMIC_CODE: {
      what: 'makes code from text, which cannot be judged before the run',
      names: 'eval Function',
    },
    RANDOMNESS: {
      what: 'is randomness that no seed repeats: use pulse.random()',
      names: 'crypto Crypto CryptoKey SubtleCrypto',
    },
    MACHINE: {
      what: 'depends on memory that is collected or shared while the program runs',
      names: 'WeakRef FinalizationRegistry SharedArrayBuffer Atomics gc WebAssembly',
    },
  }),
)

/** Why a global name is refused; undefined where it is allowed. */
export function refusalOf(name: string): Refusal | undefined {
  if (ALLOWED_NAMES.has(name)) return undefined
  return (
    REFUSED.get(name) ?? { code: 'UNKNOWN_GLOBAL', what: `${name} is declared nowhere: declare or import it` }
  )
}

/** Whether `typeof name` is 'undefined' inside the sandbox, whatever the machine offers. */
export function isHidden(name: string): boolean {
  return !ALLOWED_NAMES.has(name) && name !== 'require' && name !== 'Function' && name !== 'eval'
}

/** Every name the sandbox hides or replaces on this machine; `eval` cannot be one, strict mode keeps its name. */
export function shadowedNames(): readonly string[] {
  const names = new Set([
    ...REPLACED,
    ...REFUSED.keys(),
    'require',
    ...Object.getOwnPropertyNames(globalThis),
  ])
  return [...names]
    .filter((name) => REPLACED.includes(name) || !ALLOWED_NAMES.has(name))
    .filter((name) => name !== 'eval' && /^[A-Za-z_$][\w$]*$/.test(name))
    .sort()
}

function* refusals(
  table: Partial<Record<FindingCode, { what: string; names: string }>>,
): Generator<[string, Refusal]> {
  for (const [code, { what, names }] of Object.entries(table)) {
    for (const name of names.split(/\s+/))
      yield [name, { code: code as FindingCode, what: `${name} ${what}` }]
  }
}
