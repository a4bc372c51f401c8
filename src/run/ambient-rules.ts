/**
 * What a strategy's text takes from outside of itself, found from its syntax tree: global names by meaning (a local
 * variable called `process` is none), and the few properties that reach machine-local time, the locale or the
 * Function constructor through any value. Code behind a `typeof` test that is never true in the sandbox is not counted.
 */
import type { AnyNode } from 'acorn'
import { type FindingCode, isHidden, refusalOf } from './ambient-names.ts'
import { isFunction, isReference, type Place, resolveName, type Scope } from './scope.ts'

export interface Suspicion {
  readonly node: AnyNode
  readonly code: FindingCode
  readonly what: string
}

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

/** What one place takes from outside; `inPackage` is laxer on what only matters in the user's own code. */
export function ambientSuspicion(place: Place, inPackage: boolean): Omit<Suspicion, 'node'> | undefined {
  const { node } = place
  switch (node.type) {
    case 'Identifier':
      return isReference(place) && resolveName(node.name, place.scope) === undefined
        ? globalSuspicion(place, node.name, inPackage)
        : undefined
    case 'MemberExpression':
      return memberSuspicion(place)
    case 'ImportExpression':
      return { code: 'MODULE', what: 'import() loads code while the strategy runs: import it at the top' }
    default:
      return inPackage ? undefined : asyncSuspicion(place)
  }
}

/** Whether a place is the reading of Math's own unseeded generator. */
export function readsRandom(place: Place): boolean {
  const { node, parent, key } = place
  if (node.type !== 'Identifier' || node.name !== 'Math') return false
  if (!isReference(place) || resolveName('Math', place.scope) !== undefined || parent === undefined)
    return false
  if (parent.node.type === 'MemberExpression' && key === 'object') {
    const name = propertyName(parent.node)
    return name === undefined || name === 'random'
  }
  if (parent.node.type === 'VariableDeclarator' && parent.node.id.type === 'ObjectPattern') {
    return parent.node.id.properties.some(
      (item) => item.type !== 'Property' || item.computed || keyName(item.key) === 'random',
    )
  }
  return parent.node.type !== 'UnaryExpression'
}

/** Whether a place stands behind a test that is never met in the sandbox, as in packages made for any platform. */
export function isDead(place: Place): boolean {
  for (let at = place; at.parent !== undefined; at = at.parent) {
    const { node, scope } = at.parent
    if (node.type === 'LogicalExpression' && at.key === 'right' && node.operator !== '??') {
      if (truthOf(node.left, scope) === (node.operator === '||')) return true
    } else if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') {
      if (at.key === 'consequent' && truthOf(node.test, scope) === false) return true
      if (at.key === 'alternate' && truthOf(node.test, scope) === true) return true
    }
  }
  return false
}

/** What a test comes to in the sandbox; undefined where that is not known before the run. */
function truthOf(test: AnyNode, scope: Scope): boolean | undefined {
  if (test.type === 'UnaryExpression' && test.operator === '!') {
    const truth = truthOf(test.argument, scope)
    return truth === undefined ? undefined : !truth
  }
  if (test.type === 'LogicalExpression' && test.operator !== '??') {
    const sides = [truthOf(test.left, scope), truthOf(test.right, scope)]
    const decisive = test.operator === '||'
    if (sides.includes(decisive)) return decisive
    return sides.includes(undefined) ? undefined : !decisive
  }
  if (test.type === 'Literal' && typeof test.value === 'boolean') return test.value
  if (test.type !== 'BinaryExpression') return undefined
  const [type, text] = test.left.type === 'Literal' ? [test.right, test.left] : [test.left, test.right]
  const found = knownText(type, scope)
  if (found === undefined || text.type !== 'Literal') return undefined
  if (test.operator === '===' || test.operator === '==') return found === text.value
  return test.operator === '!==' || test.operator === '!=' ? found !== text.value : undefined
}

/** The text of a literal (as the bundler puts for NODE_ENV) or of `typeof name`, where it is known. */
function knownText(node: AnyNode, scope: Scope): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  return node.type === 'UnaryExpression' && node.operator === 'typeof' && node.argument.type === 'Identifier'
    ? typeInSandbox(node.argument.name, scope)
    : undefined
}

function typeInSandbox(name: string, scope: Scope): string | undefined {
  const binding = resolveName(name, scope)
  if (name === 'module' || name === 'exports') {
    // Global, or what the bundler hands to a CommonJS module.
    return binding === undefined || (binding.kind === 'param' && binding.scope.isModule)
      ? 'object'
      : undefined
  }
  return binding === undefined && isHidden(name) ? 'undefined' : undefined
}

function globalSuspicion(
  { node, parent, key }: Place,
  name: string,
  inPackage: boolean,
): Omit<Suspicion, 'node'> | undefined {
  const above = parent!.node
  if (above.type === 'UnaryExpression' && above.operator === 'typeof') return undefined
  const called = (above.type === 'CallExpression' || above.type === 'NewExpression') && key === 'callee'
  const member = above.type === 'MemberExpression' && above.object === node ? above : undefined
  switch (name) {
    case 'Date':
      return dateSuspicion(above, called, member)
    case 'Intl':
      return member === undefined
        ? { code: 'LOCALE', what: 'Intl as a value hides which locale and zone it uses' }
        : intlSuspicion(parent!, propertyName(member))
    case 'require':
      return requireSuspicion(called ? above : undefined)
    case 'Function':
      if (above.type === 'BinaryExpression') return undefined
      if (member !== undefined && propertyName(member) === 'prototype') return undefined
      return refusalOf(name)
    case 'Promise':
      return inPackage
        ? undefined
        : { code: 'ASYNC', what: 'a Promise (or import()) is settled after decide has returned' }
    default:
      return refusalOf(name)
  }
}

function dateSuspicion(
  above: AnyNode,
  called: boolean,
  member: Extract<AnyNode, { type: 'MemberExpression' }> | undefined,
): Omit<Suspicion, 'node'> | undefined {
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

function clock(what: string): Omit<Suspicion, 'node'> {
  return { code: 'CLOCK', what: `${what} reads the clock: use pulse.timeMs` }
}

function unzoned(call: string, argument: AnyNode): Omit<Suspicion, 'node'> | undefined {
  if (argument.type !== 'Literal' || typeof argument.value !== 'string' || namesInstant(argument.value)) {
    return undefined
  }
  return {
    code: 'LOCAL_TIME',
    what: `${call}('${argument.value}') is in the machine's time zone: name the zone, as in 2024-01-31T00:00:00Z`,
  }
}

function intlSuspicion(member: Place, name: string | undefined): Omit<Suspicion, 'node'> | undefined {
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

function requireSuspicion(call: AnyNode | undefined): Omit<Suspicion, 'node'> | undefined {
  const name = call?.type === 'CallExpression' ? call.arguments[0] : undefined
  if (name?.type !== 'Literal' || typeof name.value !== 'string') {
    return { code: 'MODULE', what: 'require without a fixed name can load anything' }
  }
  if (name.value === 'throughline') return undefined
  return {
    code: 'MODULE',
    what: `'${name.value}' reaches outside of the strategy: only throughline, your own files and pure npm packages may be imported`,
  }
}

function memberSuspicion(place: Place): Omit<Suspicion, 'node'> | undefined {
  const { node, parent, key } = place
  if (node.type !== 'MemberExpression') return undefined
  const name = propertyName(node)
  if (name === undefined) return undefined
  const call = parent?.node.type === 'CallExpression' && key === 'callee' ? parent.node : undefined
  if (name === 'parse' && isGlobal(node.object, 'Date', place) && call?.arguments[0] !== undefined) {
    return unzoned('Date.parse', call.arguments[0])
  }
  if (LOCAL_TIME.test(name)) {
    return {
      code: 'LOCAL_TIME',
      what: `${name} is in the machine's time zone: use its UTC twin (getUTCHours, toISOString)`,
    }
  }
  if (name === 'constructor') return constructorSuspicion(place, call)
  return localeSuspicion(name, call)
}

function localeSuspicion(name: string, call: CallNode | undefined): Omit<Suspicion, 'node'> | undefined {
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

/** Reading `x.constructor` is common and harmless; calling it, or taking a function's, is the way to make code. */
function constructorSuspicion(
  { node, parent, key }: Place,
  call: CallNode | undefined,
): Omit<Suspicion, 'node'> | undefined {
  const object = node.type === 'MemberExpression' ? node.object : node
  const twice =
    parent?.node.type === 'MemberExpression' &&
    key === 'object' &&
    propertyName(parent.node) === 'constructor'
  const ofFunction = isFunction(object) || object.type === 'ClassExpression'
  const ofConstructor = object.type === 'MemberExpression' && propertyName(object) === 'constructor'
  const calledWithText =
    !ofConstructor &&
    call?.arguments.some(
      (item) =>
        item.type === 'TemplateLiteral' || (item.type === 'Literal' && typeof item.value === 'string'),
    ) === true
  return twice || ofFunction || calledWithText
    ? { code: 'DYNAMIC_CODE', what: 'the Function constructor makes code from text, which cannot be judged' }
    : undefined
}

function asyncSuspicion({ node, parent }: Place): Omit<Suspicion, 'node'> | undefined {
  if (isFunction(node)) {
    if (node.async) return { code: 'ASYNC', what: 'decide is synchronous: an async function ends after it' }
    const above = parent?.node
    const isDecide =
      (above?.type === 'Property' || above?.type === 'MethodDefinition') && keyName(above.key) === 'decide'
    if (node.generator && isDecide) {
      return { code: 'ASYNC', what: 'decide must not be a generator: its body would never run' }
    }
  }
  if (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await)) {
    return { code: 'ASYNC', what: 'decide is synchronous: await ends after it' }
  }
  return undefined
}

/** The name of a property where it is fixed. */
export function propertyName(node: Extract<AnyNode, { type: 'MemberExpression' }>): string | undefined {
  return node.computed ? literalText(node.property) : keyName(node.property)
}

/** The name of a key that is not computed. */
export function keyName(node: AnyNode): string | undefined {
  return node.type === 'Identifier' ? node.name : literalText(node)
}

function literalText(node: AnyNode): string | undefined {
  if (node.type === 'Literal') return String(node.value)
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined
  return undefined
}

function isGlobal(node: AnyNode, name: string, { scope }: Place): boolean {
  return node.type === 'Identifier' && node.name === name && resolveName(name, scope) === undefined
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
