/** What no file of the project may hold. */
import ts from 'typescript'
import { isCode, isTest, type Rule, type Violation, violationsIn } from './files.ts'

/** The tidy rules name what they ban, and their tests hold samples of it. */
const isExempt = (path: string): boolean => path.startsWith('test/tidy/')

/** A rule that bans what `pattern` (with flag g) matches on a line of a file that `concerns` accepts. */
function lineBan(pattern: RegExp, what: string, concerns: (path: string) => boolean = () => true): Rule {
  return ({ path, text }) => {
    if (isExempt(path) || !concerns(path)) return []
    return text.split('\n').flatMap((content, index): Violation[] =>
      [...content.matchAll(pattern)].map(([found]) => ({
        path,
        line: index + 1,
        what: `${what} Found: ${found}`,
      })),
    )
  }
}

export const openEnds = lineBan(
  /\b(TODO|FIXME|XXX|HACK)\b(?!\s*\(?#\d+)/g,
  'an open end must name its issue, as (#12): name it or do the work.',
)

export const absolutePaths = lineBan(
  /(?<![\w.:/~})*-])\/(home|root|work|tmp)\//g,
  "a file must not name a place on one person's machine: derive the path, or use os.tmpdir().",
  (path) => !path.startsWith('test/') && !isTest(path),
)

export const suppressions = lineBan(
  /@ts-(ignore|nocheck|expect-error(?!\W+\w+ \w+))/g,
  'the compiler must not be silenced: correct the type. A type test may say @ts-expect-error with the reason behind it.',
  isCode,
)

/** `any` as a type, and catch clauses that do nothing. */
export const unsoundCode: Rule = (file) => {
  if (!isCode(file.path) || isExempt(file.path)) return []
  return violationsIn(file, (node) => {
    if (ts.isAsExpression(node) && node.type.kind === ts.SyntaxKind.AnyKeyword) {
      return '`as any` must not be used: narrow `unknown` with a check.'
    }
    if (ts.isCatchClause(node) && node.block.statements.length === 0) {
      return 'a catch must handle what it catches, but its block is empty: handle it, or let it pass through.'
    }
    return undefined
  })
}

const CONDITIONAL = new Set(['skip', 'skipIf', 'runIf', 'todo', 'fails'])
const RUNNERS = new Set(['it', 'test', 'describe', 'suite'])

/** Tests that do not always run: `.only` never, the others with the reason in a comment on their line or the one before. */
export const silentTests: Rule = (file) => {
  if (!isCode(file.path) || isExempt(file.path)) return []
  const lines = file.text.split('\n')
  const hasReason = (line: number): boolean =>
    [lines[line - 1], lines[line - 2]].some((content = '') => /\/\/ \S|\*\/\s*$|^\s*\* \S/.test(content))
  return violationsIn(file, (node) => {
    if (!ts.isPropertyAccessExpression(node)) return undefined
    const [runner = ''] = node.expression.getText().split(/\W/)
    if (!RUNNERS.has(runner)) return undefined
    return node.name.text === 'only'
      ? '.only hides all other tests: remove it.'
      : conditionalOf(node.name.text)
  }).filter(({ line = 1, what }) => what.startsWith('.only') || !hasReason(line))
}

function conditionalOf(name: string): string | undefined {
  if (!CONDITIONAL.has(name)) return undefined
  return `.${name} must say why in a comment on its line or the one before: add the reason, or let the test run.`
}

const EMPTY_NAMES =
  /(^|[a-z])(Manager|Helper|Processor|Base|Impl)s?$|^(Manager|Helper|Processor|Base)[A-Z]|^I[A-Z][a-z]/

/** Names of types that say nothing. */
export const emptyNames: Rule = (file) => {
  if (!isCode(file.path) || isExempt(file.path)) return []
  return violationsIn(file, (node) => {
    const isNamed =
      ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)
    if (!isNamed || node.name === undefined || !EMPTY_NAMES.test(node.name.text)) return undefined
    return `a type's name must say what it is (no Manager, Helper, Processor, Base, Impl, no I prefix), but it is ${node.name.text}: rename it.`
  })
}
