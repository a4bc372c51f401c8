/**
 * What a strategy's text takes from outside of itself, found from its syntax tree: global names by meaning (a local
 * variable called `process` is none), and the few properties that reach machine-local time, the locale or the
 * Function constructor through any value.
 */
import type { AnyNode } from 'acorn'
import { type FindingCode, type Refusal, refusalOf } from './ambient-names.ts'
import { keyName, propertyName } from './property-names.ts'
import { isFunction, isReference, type Place, resolveName } from './scope.ts'
import { patternSuspicion, STACK_MAKERS, STACK_REFUSAL, stackSuspicion } from './stack-rules.ts'
import { dateSuspicion, intlSuspicion, localSuspicion, unzoned } from './time-rules.ts'

export interface Suspicion {
  readonly node: AnyNode
  readonly code: FindingCode
  readonly what: string
}

type CallNode = Extract<AnyNode, { type: 'CallExpression' | 'NewExpression' }>

/** What one place takes from outside; `inPackage` is laxer on what only matters in the user's own code. */
export function ambientSuspicion(place: Place, inPackage: boolean): Refusal | undefined {
  const { node } = place
  switch (node.type) {
    case 'Identifier':
      return isReference(place) && resolveName(node.name, place.scope) === undefined
        ? globalSuspicion(place, node.name, inPackage)
        : undefined
    case 'MemberExpression':
      return memberSuspicion(place, inPackage)
    case 'ObjectPattern':
      return inPackage ? undefined : patternSuspicion(place)
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

function globalSuspicion(
  { node, parent, key }: Place,
  name: string,
  inPackage: boolean,
): Refusal | undefined {
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

function requireSuspicion(call: AnyNode | undefined): Refusal | undefined {
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

function memberSuspicion(place: Place, inPackage: boolean): Refusal | undefined {
  const { node, parent, key } = place
  if (node.type !== 'MemberExpression') return undefined
  const name = propertyName(node)
  if (name === undefined) return undefined
  const call = parent?.node.type === 'CallExpression' && key === 'callee' ? parent.node : undefined
  if (name === 'parse' && isGlobal(node.object, 'Date', place) && call?.arguments[0] !== undefined) {
    return unzoned('Date.parse', call.arguments[0])
  }
  if (name === 'constructor') return constructorSuspicion(place, call)
  if (name === 'stack' && !inPackage) return stackSuspicion(place)
  if (STACK_MAKERS.test(name) && !inPackage && isGlobal(node.object, 'Error', place)) return STACK_REFUSAL
  return localSuspicion(name, call)
}

/** Reading `x.constructor` is common and harmless; calling it, or taking a function's, is the way to make code. */
function constructorSuspicion({ node, parent, key }: Place, call: CallNode | undefined): Refusal | undefined {
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

function asyncSuspicion({ node, parent }: Place): Refusal | undefined {
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

function isGlobal(node: AnyNode, name: string, { scope }: Place): boolean {
  return node.type === 'Identifier' && node.name === name && resolveName(name, scope) === undefined
}
