/**
 * Which declaration each name in a script means: a syntax tree flattened to its nodes in source order, each with its
 * parent and its scope, under the rules of strict mode (function declarations are block-scoped). A name that no scope declares is a global.
 * Source: ECMA-262, sections 8.2 (scope analysis), 14.2 and 16.1 (declarations).
 */
import type { AnyNode, Program } from 'acorn'

export interface Binding {
  readonly name: string
  readonly kind: 'var' | 'let' | 'const' | 'function' | 'class' | 'param'
  readonly scope: Scope
  /** What it is declared with, or taken apart or iterated from; the declaration itself of a function or class. */
  readonly init: AnyNode | undefined
  /** Whether the name is bound to a part of `init` rather than to its value. */
  readonly part: boolean
  /** Whether it is what a catch clause caught, whole. */
  readonly isCaught?: boolean
}

export interface Scope {
  readonly parent: Scope | undefined
  readonly bindings: Map<string, Binding>
  /** Whether `var` declarations stop here. */
  readonly holdsVar: boolean
  /** Whether its code runs once, while the module loads. */
  readonly isModule: boolean
}

/** A node of the tree and where it stands. */
export interface Place {
  readonly node: AnyNode
  readonly parent: Place | undefined
  /** The parent's property that holds it. */
  readonly key: string
  readonly scope: Scope
  /** Whether it stands in a declaring pattern, where a name is declared and not read. */
  readonly declares: boolean
}

type FunctionNode = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>

/** All nodes of a program in source order. */
export function placesOf(program: Program): readonly Place[] {
  const places: Place[] = []
  const root: Scope = { parent: undefined, bindings: new Map(), holdsVar: true, isModule: true }
  const walk = (node: AnyNode, place: Omit<Place, 'node'>): void => {
    const here: Place = { ...place, node }
    places.push(here)
    const inner = enter(here)
    for (const [key, child] of childrenOf(node)) {
      walk(child, {
        parent: here,
        key,
        scope: inner.outside?.includes(key) === true ? place.scope : inner.scope,
        declares: declaresIn(here, key),
      })
    }
  }
  walk(program, { parent: undefined, key: '', scope: root, declares: false })
  return places
}

/** The declaration that a name means in a scope; undefined for a global. */
export function resolveName(name: string, scope: Scope): Binding | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const binding = at.bindings.get(name)
    if (binding !== undefined) return binding
  }
  return undefined
}

/** Whether an identifier stands where its value is read or written, rather than being a declaration, a key or a label. */
export function isReference({ node, parent, key, declares }: Place): boolean {
  if (node.type !== 'Identifier' || parent === undefined || declares) return false
  switch (parent.node.type) {
    case 'MemberExpression':
      return key === 'object' || parent.node.computed
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return key === 'value' || parent.node.computed
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return key !== 'label'
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ClassDeclaration':
    case 'ClassExpression':
      return key !== 'id'
    case 'MetaProperty':
      return false
    default:
      return true
  }
}

export function isFunction(node: AnyNode): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  )
}

/** The direct children of a node with the property that holds each. */
export function childrenOf(node: AnyNode): readonly (readonly [string, AnyNode])[] {
  const children: (readonly [string, AnyNode])[] = []
  for (const key of Object.keys(node)) {
    const value: unknown = node[key as keyof AnyNode]
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) {
      for (const item of value as readonly unknown[]) if (isNode(item)) children.push([key, item])
    } else if (isNode(value)) children.push([key, value])
  }
  return children
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

/** Declares what a node declares and gives the scope of its children, and which children lie outside of that scope. */
function enter(place: Place): { scope: Scope; outside?: readonly string[] } {
  const { node, scope } = place
  switch (node.type) {
    case 'VariableDeclaration':
      declareVariables(place, node)
      return { scope }
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return { scope: functionScope(place, node) }
    case 'ClassDeclaration':
    case 'ClassExpression': {
      if (node.type === 'ClassDeclaration' && node.id !== null) declare(scope, node.id.name, 'class', node)
      const inner = childScope(scope, { holdsVar: false, isModule: scope.isModule })
      if (node.id != null) declare(inner, node.id.name, 'class', node)
      return { scope: inner }
    }
    case 'CatchClause': {
      const inner = childScope(scope, { holdsVar: false, isModule: scope.isModule })
      if (node.param != null) {
        const isCaught = node.param.type === 'Identifier'
        declarePattern(inner, node.param, { kind: 'let', init: undefined, part: true, isCaught })
      }
      return { scope: inner }
    }
    case 'BlockStatement':
      // A function's body shares the scope of its parameters.
      if (place.parent !== undefined && isFunction(place.parent.node)) return { scope }
      return { scope: childScope(scope, { holdsVar: false, isModule: scope.isModule }) }
    case 'StaticBlock':
      return { scope: childScope(scope, { holdsVar: true, isModule: scope.isModule }) }
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
      return { scope: childScope(scope, { holdsVar: false, isModule: scope.isModule }) }
    case 'SwitchStatement':
      return {
        scope: childScope(scope, { holdsVar: false, isModule: scope.isModule }),
        outside: ['discriminant'],
      }
    default:
      return { scope }
  }
}

function functionScope(place: Place, node: FunctionNode): Scope {
  if (node.type === 'FunctionDeclaration' && node.id !== null) {
    declare(place.scope, node.id.name, 'function', node)
  }
  const inner = childScope(place.scope, {
    holdsVar: true,
    isModule: place.scope.isModule && runsAtLoad(place),
  })
  if (node.type === 'FunctionExpression' && node.id != null) declare(inner, node.id.name, 'function', node)
  if (node.type !== 'ArrowFunctionExpression') declare(inner, 'arguments', 'param', undefined)
  for (const param of node.params)
    declarePattern(inner, param, { kind: 'param', init: undefined, part: true })
  return inner
}

/** A function that is called where it stands, or the bundler's wrapper of a module's code. */
function runsAtLoad({ parent, key }: Place): boolean {
  if (parent?.node.type === 'CallExpression' && key === 'callee') return true
  const wrapper = parent?.node.type === 'Property' ? parent.parent?.parent?.node : undefined
  return (
    wrapper?.type === 'CallExpression' &&
    wrapper.callee.type === 'Identifier' &&
    /^__(commonJS|esm)\d*$/.test(wrapper.callee.name)
  )
}

function declareVariables(
  { scope, parent }: Place,
  node: Extract<AnyNode, { type: 'VariableDeclaration' }>,
): void {
  const isVar = node.kind === 'var'
  let home = scope
  while (isVar && !home.holdsVar && home.parent !== undefined) home = home.parent
  const kind = isVar ? 'var' : node.kind === 'let' ? 'let' : 'const'
  const loop = parent?.node
  const iterated = loop?.type === 'ForOfStatement' && loop.left === node ? loop.right : undefined
  for (const { id, init } of node.declarations) {
    declarePattern(home, id, {
      kind,
      init: iterated ?? init ?? undefined,
      part: iterated !== undefined || id.type !== 'Identifier',
    })
  }
}

function declarePattern(
  scope: Scope,
  node: AnyNode,
  how: Pick<Binding, 'kind' | 'init' | 'part' | 'isCaught'>,
): void {
  switch (node.type) {
    case 'Identifier':
      scope.bindings.set(node.name, { ...how, name: node.name, scope })
      break
    case 'ObjectPattern':
      for (const item of node.properties) {
        declarePattern(scope, item.type === 'Property' ? item.value : item.argument, how)
      }
      break
    case 'ArrayPattern':
      for (const item of node.elements) if (item !== null) declarePattern(scope, item, how)
      break
    case 'AssignmentPattern':
      declarePattern(scope, node.left, how)
      break
    case 'RestElement':
      declarePattern(scope, node.argument, how)
      break
    default:
      break
  }
}

function declare(scope: Scope, name: string, kind: Binding['kind'], init: AnyNode | undefined): void {
  scope.bindings.set(name, { name, kind, scope, init, part: false })
}

function childScope(parent: Scope, flags: Pick<Scope, 'holdsVar' | 'isModule'>): Scope {
  return { parent, bindings: new Map(), ...flags }
}

/** Whether the child under `key` stands in a declaring pattern. */
function declaresIn({ node, declares }: Place, key: string): boolean {
  switch (node.type) {
    case 'VariableDeclarator':
      return key === 'id'
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return key === 'params'
    case 'CatchClause':
      return key === 'param'
    case 'AssignmentPattern':
      return declares && key === 'left'
    case 'Property':
      return declares && key === 'value'
    case 'ObjectPattern':
    case 'ArrayPattern':
    case 'RestElement':
      return declares
    default:
      return false
  }
}
