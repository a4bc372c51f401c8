/** The names of properties and keys in a syntax tree, where they are fixed before the run. */
import type { AnyNode } from 'acorn'

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
