/** What reads the clock, or depends on the zone and the locale of the machine: Date, Intl and the methods that use them. */
import type { AnyNode } from 'acorn'
import type { Refusal } from './ambient-names.ts'
import { keyName, propertyName } from './property-names.ts'
import type { Place } from './scope.ts'

type CallNode = Extract<AnyNode, { type: 'CallExpression' | 'NewExpression' }>

const LOCAL_TIME =
  /^(get|set)(Date|Day|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|Year|TimezoneOffset)$|^to(Date|Time)String$/
/** Methods that depend on a locale, and which argument names it. */
const LOCALE_ARGUMENT: ReadonlyMap<string, number> = new Map([
  ['localeCompare', 1],
  ['toLocaleUpperCase', 0],
  ['toLocaleLowerCase', 0],
  ['toLocaleString', 0],
])
/** Text that names an instant: a date alone is UTC by definition, anything with a time of day needs its zone. */
const ZONED = /^[+-]?\d{4,6}(-\d\d(-\d\d)?)?$|T.*(Z|[+-]\d\d:?\d\d)$/

/** Whether a text means the same instant on every machine. */
export function namesInstant(text: string): boolean {
  return ZONED.test(text)
}

/** What one use of the global Date depends on. */
export function dateSuspicion(
  above: AnyNode,
  called: boolean,
  member: Extract<AnyNode, { type: 'MemberExpression' }> | undefined,
): Refusal | undefined {
  if (called && above.type === 'CallExpression') return clock('Date()')
  if (called && above.type === 'NewExpression') {
    const [first] = above.arguments
    if (first === undefined) return clock('new Date()')
    if (above.arguments.length > 1) {
      return {
        code: 'LOCAL_TIME',
        what: "new Date(year, month, ...) is in the machine's time zone: use Date.UTC",
      }
    }
    return unzoned('new Date', first)
  }
  if (member !== undefined) {
    const name = propertyName(member)
    if (name === 'now') return clock('Date.now()')
    return name === undefined ? clock('Date[...] may be Date.now and') : undefined
  }
  const isHarmless = ['BinaryExpression', 'ClassDeclaration', 'ClassExpression'].includes(above.type)
  return isHarmless ? undefined : clock('Date as a value hides what it is used for; it')
}

function clock(what: string): Refusal {
  return { code: 'CLOCK', what: `${what} reads the clock: use pulse.timeMs` }
}

/** A fixed text that means another instant in another zone. */
export function unzoned(call: string, argument: AnyNode): Refusal | undefined {
  if (argument.type !== 'Literal' || typeof argument.value !== 'string' || namesInstant(argument.value)) {
    return undefined
  }
  return {
    code: 'LOCAL_TIME',
    what: `${call}('${argument.value}') is in the machine's time zone: name the zone, as in 2024-01-31T00:00:00Z`,
  }
}

/** What one use of a property of the global Intl depends on. */
export function intlSuspicion(member: Place, name: string | undefined): Refusal | undefined {
  const above = member.parent?.node
  const call =
    (above?.type === 'CallExpression' || above?.type === 'NewExpression') && member.key === 'callee'
      ? above
      : undefined
  if (name === 'getCanonicalLocales' || name === 'supportedValuesOf') return undefined
  const what = `Intl.${name ?? '[...]'}`
  if (call === undefined || !isGiven(call.arguments[0])) {
    return { code: 'LOCALE', what: `${what} without a locale uses the machine's` }
  }
  if (name === 'DateTimeFormat' && !givesZone(call.arguments[1])) {
    return { code: 'LOCAL_TIME', what: `${what} without timeZone uses the machine's zone` }
  }
  return undefined
}

/** What reading a property that is named alike on any value depends on. */
export function localSuspicion(name: string, call: CallNode | undefined): Refusal | undefined {
  if (LOCAL_TIME.test(name)) {
    return {
      code: 'LOCAL_TIME',
      what: `${name} is in the machine's time zone: use its UTC twin (getUTCHours, toISOString)`,
    }
  }
  const at = LOCALE_ARGUMENT.get(name)
  if (at !== undefined) {
    return call !== undefined && isGiven(call.arguments[at])
      ? undefined
      : { code: 'LOCALE', what: `${name} without a locale uses the machine's` }
  }
  if (name !== 'toLocaleDateString' && name !== 'toLocaleTimeString') return undefined
  return call !== undefined && isGiven(call.arguments[0]) && givesZone(call.arguments[1])
    ? undefined
    : { code: 'LOCAL_TIME', what: `${name} without a locale and a timeZone uses the machine's` }
}

function isGiven(node: AnyNode | undefined): boolean {
  if (node === undefined || (node.type === 'ArrayExpression' && node.elements.length === 0)) return false
  return !(node.type === 'Identifier' && node.name === 'undefined') && !isVoid(node)
}

const isVoid = (node: AnyNode): boolean => node.type === 'UnaryExpression' && node.operator === 'void'

function givesZone(options: AnyNode | undefined): boolean {
  return (
    options?.type === 'ObjectExpression' &&
    options.properties.some(
      (item) => item.type === 'Property' && keyName(item.key) === 'timeZone' && isGiven(item.value),
    )
  )
}
