/** Where code may lie, what front doors look like, how imports are written. */
import ts from 'typescript'
import { isCode, type Rule, type Violation, violationsIn } from './files.ts'

const VAGUE_FOLDERS = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'shared',
  'services',
  'interfaces',
  'types',
])
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|bench|d))?\.(ts|mjs)$/

/** Folder names of the project, the depth of src/, names of files. */
export const placement: Rule = ({ path }) => {
  const parts = path.split('/')
  const folders = parts.slice(0, -1)
  const found: Violation[] = []
  const vague = folders.find((folder) => VAGUE_FOLDERS.has(folder))
  if (vague !== undefined && !path.startsWith('.')) {
    found.push({
      path,
      what: `code must lie with the noun it serves, but its folder is '${vague}': move it.`,
    })
  }
  if (parts[0] === 'src' && folders.length > 3) {
    found.push({
      path,
      what: `src/ must have at most two levels of folders, but here are ${folders.length - 1}: flatten.`,
    })
  }
  const name = parts.at(-1) ?? ''
  if (parts[0] === 'src' && isCode(path) && !KEBAB.test(name)) {
    found.push({ path, what: `a file's name must be kebab-case, but it is '${name}': rename it.` })
  }
  return found
}

/** Folders of src/ that stand on no rung of the ladder, or have no front door. */
export function rungs(paths: readonly string[], ladder: readonly string[]): Violation[] {
  const folders = new Set(paths.flatMap((path) => /^src\/([^/]+)\//.exec(path)?.[1] ?? []))
  return [...folders].flatMap((folder): Violation[] => {
    const path = `src/${folder}`
    if (!ladder.includes(folder)) {
      return [
        {
          path,
          what: 'a folder of src/ must stand on the ladder: add it to scripts/ladder.json or move its files.',
        },
      ]
    }
    if (paths.includes(`${path}/index.ts`)) return []
    return [{ path, what: 'a folder of src/ must have an index.ts with named re-exports: add it.' }]
  })
}

/** An index.ts under src/ only re-exports, by name. */
export const frontDoors: Rule = (file) => {
  if (!/^src\/(.+\/)?index\.ts$/.test(file.path)) return []
  return violationsIn(file, (node) => {
    if (
      node.parent === undefined ||
      !ts.isSourceFile(node.parent) ||
      node.kind === ts.SyntaxKind.EndOfFileToken
    ) {
      return undefined
    }
    if (!ts.isExportDeclaration(node)) {
      return 'an index.ts must only re-export: move this to a file of its own.'
    }
    const isNamed = node.exportClause !== undefined && ts.isNamedExports(node.exportClause)
    return isNamed
      ? undefined
      : 'an index.ts must re-export by name, but here is `export *`: name what the folder shows.'
  })
}

/** Relative imports end in the file's own ending; in wasm/ they have none, since its compiler adds it itself. */
export const importEndings: Rule = (file) => {
  if (!isCode(file.path) || !file.path.endsWith('.ts') || file.path.startsWith('wasm/')) return []
  const endings = file.path.startsWith('src/') ? /\.ts$/ : /\.(ts|mjs|json)$/
  return violationsIn(file, (node) => {
    const specifier = specifierOf(node)
    if (specifier === undefined || !/^\.{1,2}(\/|$)/.test(specifier) || endings.test(specifier))
      return undefined
    return `a relative import must end in .ts, but it is '${specifier}': write the file's whole name.`
  })
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const { moduleSpecifier } = node
    return moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier)
      ? moduleSpecifier.text
      : undefined
  }
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined
  const [argument] = node.arguments
  return argument !== undefined && ts.isStringLiteral(argument) ? argument.text : undefined
}
