/**
 * State that outlives a pulse without being in the ledger: changes of global objects anywhere, and in the user's own
 * files changes, made from inside a function, of what the module declares. The analysis follows names, properties,
 * `const x = table[i]`, `map.get(k)` and methods that change `this`; what is passed as an argument it does not follow.
 */
import type { AnyNode } from 'acorn'
import type { Suspicion } from './ambient-rules.ts'
import { keyName, propertyName } from './property-names.ts'
import { type Binding, childrenOf, isFunction, type Place, resolveName, type Scope } from './scope.ts'

type ClassNode = Extract<AnyNode, { type: 'ClassDeclaration' | 'ClassExpression' }>

/** Functions by the name they are called by: a class's own first, then those it inherits. */
type Methods = Map<string, readonly AnyNode[]>

/** Methods of arrays, maps, sets, dates and buffers that change what they are called on. */
const CHANGING =
  /^(push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|delete|clear|setUTC\w+|setTime|set(Big)?(Int|Uint|Float)\d+)$/
/** Names under which objects of classes that are not in the text are taken to change. */
const CHANGING_UNKNOWN = new RegExp(`${CHANGING.source}|^(update|next|reset|replace|record)`)
/** Functions that change their first argument. */
const CHANGING_FIRST: Readonly<Record<string, RegExp>> = {
  Object: /^(assign|defineProperty|defineProperties|setPrototypeOf)$/,
  Reflect: /^(set|defineProperty|deleteProperty|setPrototypeOf)$/,
}
/** Methods that hand out what a collection holds. */
const HANDS_OUT = /^(get|at|find|findLast)$/
const MAX_ALIASES = 8

/** What an expression is part of: a declaration or a global, and the properties on the way. */
interface Root {
  readonly binding: Binding | undefined
  readonly name: string
  readonly path: readonly string[]
}

/** The change of global or module state that one place makes, if any. */
export function stateSuspicion(place: Place, inPackage: boolean): Suspicion | undefined {
  for (const target of changedBy(place)) {
    const found = targetSuspicion(target, place.scope, inPackage)
    if (found !== undefined) return found
  }
  if (place.node.type !== 'CallExpression' || place.scope.isModule || inPackage) return undefined
  return methodSuspicion(place.node, place.scope)
}

/** The names and properties that a node assigns to, or hands to a function that changes its first argument. */
function changedBy({ node, scope }: Place): readonly AnyNode[] {
  switch (node.type) {
    case 'AssignmentExpression':
      return leavesOf(node.left)
    case 'UpdateExpression':
      return [node.argument]
    case 'UnaryExpression':
      return node.operator === 'delete' ? [node.argument] : []
    case 'ForInStatement':
    case 'ForOfStatement':
      return node.left.type === 'VariableDeclaration' ? [] : leavesOf(node.left)
    case 'CallExpression': {
      const { callee } = node
      const [first] = node.arguments
      if (first === undefined || callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier')
        return []
      const { name } = callee.object
      const changes =
        Object.hasOwn(CHANGING_FIRST, name) && CHANGING_FIRST[name]!.test(propertyName(callee) ?? '')
      // As if a property of it were assigned to.
      return changes && resolveName(name, scope) === undefined
        ? [{ ...callee, object: first } as AnyNode]
        : []
    }
    default:
      return []
  }
}

function leavesOf(pattern: AnyNode): readonly AnyNode[] {
  switch (pattern.type) {
    case 'ObjectPattern':
      return pattern.properties.flatMap((item) =>
        leavesOf(item.type === 'Property' ? item.value : item.argument),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap((item) => (item === null ? [] : leavesOf(item)))
    case 'AssignmentPattern':
      return leavesOf(pattern.left)
    case 'RestElement':
      return leavesOf(pattern.argument)
    default:
      return [pattern]
  }
}

function targetSuspicion(target: AnyNode, scope: Scope, inPackage: boolean): Suspicion | undefined {
  if (target.type === 'Identifier') {
    const binding = resolveName(target.name, scope)
    if (binding === undefined) {
      return global(
        target,
        `${target.name} is assigned to but declared nowhere: declare it, or keep it in pulse.state`,
      )
    }
    return inPackage || scope.isModule || !binding.scope.isModule ? undefined : ofModule(target, target.name)
  }
  if (target.type !== 'MemberExpression') return undefined
  if (reachesShared(target.object)) {
    return global(target, 'what all values of a kind share (__proto__, constructor) must not be changed')
  }
  const root = rootOf(target.object, scope)
  if (root === undefined) return undefined
  if (root.binding === undefined) {
    if (root.name === 'module' || root.name === 'exports') return undefined
    return global(target, `${[root.name, ...root.path].join('.')} is global and must not be changed`)
  }
  return inPackage || scope.isModule || !root.binding.scope.isModule ? undefined : ofModule(target, root.name)
}

/** Whether an expression goes through a property that leads from one value to what others share with it. */
function reachesShared(node: AnyNode): boolean {
  if (node.type !== 'MemberExpression') return false
  return /^(__proto__|constructor)$/.test(propertyName(node) ?? '') || reachesShared(node.object)
}

function methodSuspicion(
  node: Extract<AnyNode, { type: 'CallExpression' }>,
  scope: Scope,
): Suspicion | undefined {
  const { callee } = node
  if (callee.type !== 'MemberExpression') return undefined
  const method = propertyName(callee)
  const root = method === undefined ? undefined : rootOf(callee.object, scope)
  if (method === undefined || root?.binding === undefined || !root.binding.scope.isModule) return undefined
  return changesOwner(root, method) ? ofModule(node, root.name) : undefined
}

/** Whether calling a method changes the module-level value it is called on. */
function changesOwner({ binding, path }: Root, method: string): boolean {
  const value = binding?.part === false ? valueAt(binding.init, path) : undefined
  if (binding === undefined || value === undefined) return CHANGING.test(method)
  switch (value.type) {
    case 'NewExpression': {
      const methods = methodsOfClass(value.callee, binding.scope)
      return methods === undefined ? CHANGING_UNKNOWN.test(method) : changesThis(methods, method)
    }
    case 'ClassDeclaration':
    case 'ClassExpression':
    case 'ObjectExpression':
      return changesThis(methodsOf(value), method)
    case 'CallExpression':
      // What comes from another module by its name (math.add) is a function, not a collection.
      if (value.callee.type === 'Identifier' && /^(require|__toESM)/.test(value.callee.name)) return false
      return CHANGING.test(method)
    default:
      return CHANGING.test(method)
  }
}

/** What literal objects hold at a path; the last value known on the way to nothing is undefined. */
function valueAt(node: AnyNode | undefined, path: readonly string[]): AnyNode | undefined {
  let at = node
  for (const name of path) {
    if (at?.type !== 'ObjectExpression') return undefined
    const item = at.properties.find(
      (property) => property.type === 'Property' && keyName(property.key) === name,
    )
    at = item?.type === 'Property' ? item.value : undefined
  }
  return at
}

/** The methods of what `new callee()` makes, inherited ones included; undefined where a class is not in the text. */
function methodsOfClass(callee: AnyNode, scope: Scope): Methods | undefined {
  const found: Methods = new Map()
  const seen = new Set<AnyNode>()
  for (let at: AnyNode | null | undefined = callee; at != null; ) {
    const made: AnyNode | undefined = at.type === 'Identifier' ? resolveName(at.name, scope)?.init : at
    if (made === undefined || seen.has(made)) return undefined
    seen.add(made)
    if (made.type === 'ClassDeclaration' || made.type === 'ClassExpression') {
      for (const [name, bodies] of methodsOf(made)) found.set(name, [...(found.get(name) ?? []), ...bodies])
      at = made.superClass
    } else if (made.type === 'Identifier') at = made
    else return undefined
  }
  return found
}

function methodsOf(owner: ClassNode | Extract<AnyNode, { type: 'ObjectExpression' }>): Methods {
  const methods: Methods = new Map()
  for (const item of owner.type === 'ObjectExpression' ? owner.properties : owner.body.body) {
    if (item.type === 'StaticBlock' || item.type === 'SpreadElement' || item.value == null) continue
    const name = item.computed ? undefined : keyName(item.key)
    if (name !== undefined && isFunction(item.value)) {
      methods.set(name, [...(methods.get(name) ?? []), item.value])
    }
  }
  return methods
}

/** Whether a method, or one it calls on `this` or `super`, changes `this`. */
function changesThis(methods: Methods, name: string, seen = new Set<string>()): boolean {
  if (seen.has(name)) return false
  seen.add(name)
  const pending: AnyNode[] = [...(methods.get(name) ?? [])]
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (changesOfThis(node)) return true
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
      const { object } = node.callee
      const called = propertyName(node.callee) ?? ''
      if (object.type === 'ThisExpression' || object.type === 'Super') {
        if (changesThis(methods, called, seen)) return true
      } else if (isPartOfThis(object) && CHANGING_UNKNOWN.test(called)) return true
    }
    for (const [, child] of childrenOf(node)) pending.push(child)
  }
  return false
}

function changesOfThis(node: AnyNode): boolean {
  if (node.type === 'AssignmentExpression') return leavesOf(node.left).some(isPartOfThis)
  return (node.type === 'UpdateExpression' || node.type === 'UnaryExpression') && isChange(node)
    ? isPartOfThis(node.argument)
    : false
}

const isChange = (node: Extract<AnyNode, { type: 'UpdateExpression' | 'UnaryExpression' }>): boolean =>
  node.type === 'UpdateExpression' || node.operator === 'delete'

const isPartOfThis = (node: AnyNode): boolean => node.type === 'MemberExpression' && isThis(node.object)

const isThis = (node: AnyNode): boolean => node.type === 'ThisExpression' || isPartOfThis(node)

/** The declaration or global that an expression is, or is a part of. */
function rootOf(node: AnyNode, scope: Scope, aliases = 0): Root | undefined {
  switch (node.type) {
    case 'Identifier': {
      if (node.name === 'undefined') return undefined
      const binding = resolveName(node.name, scope)
      const { init } = binding ?? {}
      const aliased =
        binding !== undefined && init !== undefined && aliases < MAX_ALIASES && !isFunction(init)
      const source = aliased ? rootOf(init, binding.scope, aliases + 1) : undefined
      const ownValue = { binding, name: node.name, path: [] }
      if (source === undefined || binding === undefined) return ownValue
      return binding.part ? { ...source, path: [...source.path, '[...]'] } : source
    }
    case 'MemberExpression': {
      const root = rootOf(node.object, scope, aliases)
      return root && { ...root, path: [...root.path, propertyName(node) ?? '[...]'] }
    }
    case 'CallExpression': {
      const { callee } = node
      if (callee.type !== 'MemberExpression' || !HANDS_OUT.test(propertyName(callee) ?? '')) return undefined
      const root = rootOf(callee.object, scope, aliases)
      return root && { ...root, path: [...root.path, '[...]'] }
    }
    case 'LogicalExpression':
      return rootOf(node.left, scope, aliases)
    case 'ChainExpression':
      return rootOf(node.expression, scope, aliases)
    default:
      return undefined
  }
}

const global = (node: AnyNode, what: string): Suspicion => ({ node, code: 'GLOBAL_STATE', what })

const ofModule = (node: AnyNode, name: string): Suspicion => ({
  node,
  code: 'MODULE_STATE',
  what: `${name} belongs to the module and is changed from inside a function: keep what must last in pulse.state`,
})
