/**
 * Ambient things that a pure folder must not touch: they would make two runs of the same inputs differ. Judged on the syntax
 * tree, so that comments and texts may name them.
 */
import ts from 'typescript'
import { isTest, type Rule, violationsIn } from './files.ts'

const AMBIENT = new Map([
  ['console', 'writes'],
  ['process', 'reads the process'],
  ['performance', 'reads the clock'],
  ['crypto', 'draws ambient randomness'],
  ['fetch', 'reads the network'],
  ['setTimeout', 'reads the clock'],
  ['setInterval', 'reads the clock'],
  ['setImmediate', 'depends on the event loop'],
  ['queueMicrotask', 'depends on the event loop'],
  ['globalThis', 'reaches every ambient value'],
  ['Intl', 'reads the locale of the machine'],
])

const MEMBERS = new Map([
  ['Date.now', 'reads the clock'],
  ['Math.random', 'draws ambient randomness'],
])

const LOCAL_METHODS =
  /^(toLocale\w*String|localeCompare|getTimezoneOffset|get(FullYear|Month|Date|Day|Hours|Minutes|Seconds))$/

export function pureRule(pureFolders: readonly string[]): Rule {
  return (file) => {
    const folder = /^src\/([^/]+)\//.exec(file.path)?.[1]
    if (folder === undefined || !pureFolders.includes(folder) || isTest(file.path)) return []
    return violationsIn(file, (node) => {
      const found = ambientUse(node)
      if (found === undefined) return undefined
      return `a pure folder must not use ${found[0]}, which ${found[1]}: take what is needed as an argument.`
    })
  }
}

/** What ambient thing a node uses, and what that does. */
function ambientUse(node: ts.Node): readonly [string, string] | undefined {
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    const isDate = ts.isIdentifier(node.expression) && node.expression.text === 'Date'
    if (isDate && (ts.isCallExpression(node) || (node.arguments ?? []).length === 0)) {
      return ['new Date() without an argument', 'reads the clock']
    }
    if (isDate && (node.arguments ?? []).length > 1) {
      return ['new Date(year, month, ...)', 'reads the time zone of the machine (Date.UTC does not)']
    }
  }
  if (ts.isPropertyAccessExpression(node)) {
    const text = `${node.expression.getText()}.${node.name.text}`
    const effect = MEMBERS.get(text)
    if (effect !== undefined) return [text, effect]
    if (LOCAL_METHODS.test(node.name.text))
      return [node.name.text, 'reads the time zone or the locale of the machine']
  }
  if (!ts.isIdentifier(node) || !isReference(node)) return undefined
  const effect = AMBIENT.get(node.text)
  return effect === undefined ? undefined : [node.text, effect]
}

/** Whether an identifier stands for a value, and is not the name of a member or of a declaration. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  if (ts.isVariableDeclaration(parent)) return parent.initializer === node
  return !(
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isParameter(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isBindingElement(parent)
  )
}
