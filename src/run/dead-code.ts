/**
 * Code that cannot run in the sandbox: it stands behind a `typeof` test of a name that is hidden there, or behind a
 * test that the bundler has already answered. Packages made for every platform are full of it.
 */
import type { AnyNode } from 'acorn'
import { isHidden } from './ambient-names.ts'
import { type Place, resolveName, type Scope } from './scope.ts'

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
