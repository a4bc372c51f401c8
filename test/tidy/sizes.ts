/** Limits of size: lines of a file, lines of a function, positional parameters. Exceptions are listed and only shrink. */
import ts from 'typescript'
import {
  isCode,
  isTest,
  lineOf,
  type Rule,
  type SourceFile,
  treeOf,
  type Violation,
  violationsIn,
} from './files.ts'

const FRONT_DOOR = 'src/index.ts'

const LIMITS = {
  sourceLines: 500,
  testLines: 800,
  lookAgainLines: 300,
  functionLines: 70,
  parameters: 3,
}

/** Exceptions: lines of files above `lookAgainLines`; positional parameters of exported functions above `parameters`. */
export interface Ratchet {
  readonly lines: Readonly<Record<string, number>>
  /** Keyed `path#function`. */
  readonly parameters: Readonly<Record<string, number>>
}

export function lineCount({ text }: SourceFile): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

/**
 * No file is longer than its end; one above `lookAgainLines` stands in the ratchet with its length, which only shrinks. The
 * package's front door is a list of names, which another rule holds it to: it is as long as the list.
 */
export function fileSizes({ lines: allowed }: Ratchet): Rule {
  return (file) => {
    if (!isCode(file.path) || file.path === FRONT_DOOR) return []
    const lines = lineCount(file)
    const end = isTest(file.path) ? LIMITS.testLines : LIMITS.sourceLines
    if (lines > end) {
      return [
        { path: file.path, what: `must have at most ${end} lines, but has ${lines}: split it by concept.` },
      ]
    }
    if (isTest(file.path)) return []
    return ratcheted(
      { path: file.path, key: file.path, found: lines, limit: LIMITS.lookAgainLines, unit: 'lines' },
      allowed,
    )
  }
}

interface Measure {
  readonly path: string
  readonly line?: number
  readonly key: string
  readonly found: number
  readonly limit: number
  readonly unit: 'lines' | 'parameters'
}

function ratcheted(
  { path, line, key, found, limit, unit }: Measure,
  allowed: Readonly<Record<string, number>>,
): Violation[] {
  const entry = allowed[key]
  const at = line === undefined ? { path } : { path, line }
  const list = `test/tidy/ratchet.json "${unit}"`
  if (found <= limit) {
    return entry === undefined
      ? []
      : [{ ...at, what: `is within ${limit} ${unit} now: remove ${key} from ${list}.` }]
  }
  if (entry === undefined) {
    const what = `must have at most ${limit} ${unit}, but has ${found}: split it, or, where that is worse, add "${key}": ${found} to ${list}.`
    return [{ ...at, what }]
  }
  if (found > entry)
    return [{ ...at, what: `may only shrink from ${entry} ${unit}, but has ${found}: split it.` }]
  return found < entry ? [{ ...at, what: `has shrunk to ${found} ${unit}: lower ${key} in ${list}.` }] : []
}

/** Entries of the ratchet that name nothing that exists. */
export function staleEntries(ratchet: Ratchet, files: readonly SourceFile[]): Violation[] {
  const paths = new Set(files.map(({ path }) => path))
  const functions = new Set(
    files.flatMap((file) => exportedFunctions(file).map(({ name }) => `${file.path}#${name}`)),
  )
  const stale = [
    ...Object.keys(ratchet.lines).filter((path) => !paths.has(path)),
    ...Object.keys(ratchet.parameters).filter((key) => !functions.has(key)),
  ]
  return stale.map((key) => ({
    path: 'test/tidy/ratchet.json',
    what: `names ${key}, which does not exist: remove it.`,
  }))
}

/** No function of code is longer than `functionLines`, from its first line to its closing brace. */
export const functionLengths: Rule = (file) => {
  if (!isCode(file.path) || isTest(file.path)) return []
  const tree = treeOf(file)
  return violationsIn(file, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return undefined
    const lines = lineOf(tree, node.getEnd()) - lineOf(tree, node.getStart(tree)) + 1
    if (lines <= LIMITS.functionLines) return undefined
    return `a function must have at most ${LIMITS.functionLines} lines, but ${nameOf(node)} has ${lines}: split it.`
  })
}

function nameOf(node: ts.SignatureDeclaration): string {
  const { name } = node.name === undefined && ts.isVariableDeclaration(node.parent) ? node.parent : node
  return name === undefined ? 'this one' : name.getText()
}

interface ExportedFunction {
  readonly name: string
  readonly line: number
  readonly parameters: number
}

const isExported = (node: ts.HasModifiers): boolean =>
  ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false

/** Functions that the file exports where they are declared, as `function` or as `const` with a function value. */
function exportedFunctions(file: SourceFile): ExportedFunction[] {
  if (!isCode(file.path)) return []
  const tree = treeOf(file)
  return tree.statements.flatMap((statement) => {
    const line = lineOf(tree, statement.getStart(tree))
    if (ts.isFunctionDeclaration(statement) && isExported(statement)) {
      return [{ name: statement.name?.text ?? 'default', line, parameters: statement.parameters.length }]
    }
    if (!ts.isVariableStatement(statement) || !isExported(statement)) return []
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      initializer !== undefined && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
        ? [{ name: name.getText(tree), line, parameters: initializer.parameters.length }]
        : [],
    )
  })
}

/** An exported function has at most three positional parameters, or stands in the ratchet. */
export function parameterCounts({ parameters: allowed }: Ratchet): Rule {
  return (file) =>
    // Loops of wasm/ take addresses one by one: there are no objects there.
    (file.path.startsWith('wasm/') ? [] : exportedFunctions(file)).flatMap(({ name, line, parameters }) =>
      ratcheted(
        {
          path: file.path,
          line,
          key: `${file.path}#${name}`,
          found: parameters,
          limit: LIMITS.parameters,
          unit: 'parameters',
        },
        allowed,
      ),
    )
}
