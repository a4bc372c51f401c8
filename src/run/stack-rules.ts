/**
 * The stack of an error names files of the machine and frames of this program, which differ between machines and versions: a
 * strategy that reads it is refused. Errors are told by what they are (caught, made, handed to a callback under an error's
 * name), because a strategy may have stacks of its own. Packages are left alone: most read it only to tell of a defect.
 */
import type { AnyNode } from 'acorn'
import type { Refusal } from './ambient-names.ts'
import { keyName } from './property-names.ts'
import { type Place, resolveName, type Scope } from './scope.ts'

export const STACK_REFUSAL: Refusal = {
  code: 'MACHINE',
  what: 'the stack of an error shows where the program lies on this machine: use error.message',
}

/** Names under which functions are handed errors. */
const ERROR_NAME = /^(e|err|error|ex|exception|cause|reason|thrown)$|Error$/
const MAX_ALIASES = 8

/** Reading `x.stack` of an error; writing it is harmless. */
export function stackSuspicion({ node, parent, key, scope }: Place): Refusal | undefined {
  if (node.type !== 'MemberExpression') return undefined
  const above = parent?.node
  if (above?.type === 'AssignmentExpression' && key === 'left' && above.operator === '=') return undefined
  return isError(node.object, scope) ? STACK_REFUSAL : undefined
}

/** What Error itself offers to take stacks or to shape them. */
export const STACK_MAKERS = /^(captureStackTrace|prepareStackTrace|stackTraceLimit)$/

/** Taking `stack` out of an error: `const { stack } = error`, `catch ({ stack })`. */
export function patternSuspicion({ node, parent, key, scope }: Place): Refusal | undefined {
  if (node.type !== 'ObjectPattern' || parent === undefined) return undefined
  const takes = node.properties.some((item) => item.type === 'Property' && keyName(item.key) === 'stack')
  if (!takes) return undefined
  const above = parent.node
  if (above.type === 'CatchClause' && key === 'param') return STACK_REFUSAL
  const source =
    above.type === 'VariableDeclarator'
      ? above.init
      : above.type === 'AssignmentExpression'
        ? above.right
        : null
  return source != null && isError(source, scope) ? STACK_REFUSAL : undefined
}

function isError(node: AnyNode, scope: Scope, aliases = 0): boolean {
  switch (node.type) {
    case 'Identifier': {
      const binding = resolveName(node.name, scope)
      if (binding === undefined) return false
      if (binding.isCaught === true) return true
      if (binding.init === undefined) return binding.kind === 'param' && ERROR_NAME.test(node.name)
      return !binding.part && aliases < MAX_ALIASES && isError(binding.init, binding.scope, aliases + 1)
    }
    case 'NewExpression':
    case 'CallExpression':
      return node.callee.type === 'Identifier' && /(Error|Exception)$/.test(node.callee.name)
    case 'MemberExpression':
      return !node.computed && node.property.type === 'Identifier' && ERROR_NAME.test(node.property.name)
    case 'ChainExpression':
      return isError(node.expression, scope, aliases)
    case 'AwaitExpression':
      return isError(node.argument, scope, aliases)
    case 'LogicalExpression':
      return isError(node.left, scope, aliases) || isError(node.right, scope, aliases)
    case 'ConditionalExpression':
      return isError(node.consequent, scope, aliases) || isError(node.alternate, scope, aliases)
    default:
      return false
  }
}
