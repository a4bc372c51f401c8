/**
 * The files of the project as the tidy rules see them: all that `.gitignore` does not name, read from disk, so that an
 * archive without a git history is judged the same.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** One broken rule. `what` says what must hold, what was found and what to do. */
export interface Violation {
  readonly path: string
  /** From 1; undefined where the file as a whole is meant. */
  readonly line?: number
  readonly what: string
}

export type Rule = (file: SourceFile) => Violation[]

const BINARY = /\.(png|jpg|gif|ico|woff2?|parquet|db|gz|zip)$/

/** Names of folders and endings of files that `.gitignore` lists; no other kind of pattern is understood. */
function ignored(): (name: string) => boolean {
  const patterns = readFileSync(`${ROOT}.gitignore`, 'utf8').split('\n').filter(Boolean)
  const names = new Set(['.git', ...patterns.map((pattern) => pattern.replaceAll('/', ''))])
  const endings = patterns.filter((pattern) => pattern.startsWith('*')).map((pattern) => pattern.slice(1))
  return (name) => names.has(name) || endings.some((ending) => name.endsWith(ending))
}

function walk(folder: string, isIgnored: (name: string) => boolean): string[] {
  return readdirSync(`${ROOT}${folder}`, { withFileTypes: true })
    .filter((entry) => !isIgnored(entry.name))
    .flatMap((entry) => {
      const path = `${folder}${entry.name}`
      if (entry.isDirectory()) return walk(`${path}/`, isIgnored)
      return entry.isFile() ? [path] : []
    })
}

/** Paths of all files of the project, ascending. */
export const allPaths: readonly string[] = walk('', ignored()).sort()

/** All text files of the project but the lock file. */
export const allFiles: readonly SourceFile[] = allPaths
  .filter((path) => !BINARY.test(path) && path !== 'package-lock.json')
  .map((path) => ({ path, text: readFileSync(`${ROOT}${path}`, 'utf8') }))

export const isTest = (path: string): boolean => path.endsWith('.test.ts')
/** What lies in test/data is input of tests, and may be as bad as they need it. */
export const isCode = (path: string): boolean => /\.(ts|mjs)$/.test(path) && !path.startsWith('test/data/')

/** What `rules` find in `files`, one line each: `path:line what`. */
export function problems(files: readonly SourceFile[], ...rules: readonly Rule[]): string[] {
  return files
    .flatMap((file) => rules.flatMap((rule) => rule(file)))
    .map(({ path, line, what }) => `${path}${line === undefined ? '' : `:${line}`} ${what}`)
}

const trees = new WeakMap<SourceFile, ts.SourceFile>()

/** The syntax tree of a file, parsed once. */
export function treeOf(file: SourceFile): ts.SourceFile {
  const known = trees.get(file)
  if (known !== undefined) return known
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2023, true)
  trees.set(file, tree)
  return tree
}

/** Every node of a file for which `judge` answers a text, as violations. */
export function violationsIn(file: SourceFile, judge: (node: ts.Node) => string | undefined): Violation[] {
  const tree = treeOf(file)
  const found: Violation[] = []
  const visit = (node: ts.Node): void => {
    const what = judge(node)
    if (what !== undefined) found.push({ path: file.path, line: lineOf(tree, node.getStart(tree)), what })
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

/** The line, from 1, of a position. */
export function lineOf(tree: ts.SourceFile, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1
}
