/** The names that a strategy's text takes from 'throughline', checked before it runs: a wrong one would be undefined. */
import type { AnyNode } from 'acorn'
import { didYouMean, UsageError } from '../model/index.ts'
import { propertyName } from './property-names.ts'
import { type Place, resolveName } from './scope.ts'
import type { SourcePlace } from './strategy-text.ts'

/** A name taken from 'throughline', and the node to point at. */
export interface DoorImport {
  readonly name: string
  readonly node: AnyNode
}

/** The name that a place takes from 'throughline', if it is such a place. */
export function doorImport({ node, scope }: Place): DoorImport | undefined {
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined
  const binding = resolveName(node.object.name, scope)
  const name = propertyName(node)
  if (binding === undefined || binding.part || name === undefined || name === 'default') return undefined
  return isDoor(binding.init) ? { name, node } : undefined
}

/** `require('throughline')`, also as the bundler wraps it for `import *`. */
function isDoor(init: AnyNode | undefined): boolean {
  if (init?.type !== 'CallExpression' || init.callee.type !== 'Identifier') return false
  const [first] = init.arguments
  if (init.callee.name === 'require') return first?.type === 'Literal' && first.value === 'throughline'
  return /^__toESM\d*$/.test(init.callee.name) && isDoor(first)
}

/** The `UsageError` UNKNOWN_IMPORT for a name that 'throughline' does not give to strategies. */
export function unknownImport(name: string, place: SourcePlace, known: readonly string[]): UsageError {
  const { file, line, column } = place
  return new UsageError(
    'UNKNOWN_IMPORT',
    `A strategy may import from 'throughline' what it offers, but ${file}:${line}:${column} asks for '${name}'.${didYouMean(name, known) || ' Indicators are shown by: throughline indicators list'}`,
    { name, file, line, column, known: [...known].sort() },
  )
}
