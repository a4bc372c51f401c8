// @ts-check
/**
 * Reads the imports of src/ and examples/ with dependency-cruiser and judges them by .dependency-cruiser.mjs.
 *
 * Where its TypeScript is missing or too new, dependency-cruiser reads nothing and reports no violation. So what it read is
 * compared with what is on disk: every .ts file of src/, and in it every relative import that TypeScript's own scanner sees.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import ts from 'typescript'
import config from '../.dependency-cruiser.mjs'
import { ROOT } from './prepare.mjs'

/**
 * @typedef {object} Module
 * @property {string} source
 * @property {{ module: string, resolved: string }[]} dependencies
 */

/**
 * All modules with their dependencies, and the violations of the rules as lines of text.
 * @param {string} [root] the project to read, for tests
 * @returns {Promise<{ modules: Module[], violations: string[] }>}
 */
export async function readImports(root = ROOT) {
  const { options, forbidden } = config
  const { tsConfig, enhancedResolveOptions, ...cruiseOptions } = options
  const folders = ['src', 'examples'].filter((folder) => existsSync(join(root, folder)))
  const { output } = await cruise(
    folders,
    { ...cruiseOptions, baseDir: root, ruleSet: { forbidden }, validate: true },
    enhancedResolveOptions,
    { tsConfig: extractTSConfig(join(ROOT, tsConfig.fileName)) },
  )
  if (typeof output === 'string')
    throw new Error('dependency-cruiser must answer with an object, but it answered with text.')
  const comments = new Map(forbidden.map(({ name, comment }) => [name, comment]))
  const violations = output.summary.violations.map(
    ({ rule, from, to, cycle }) =>
      `${from} -> ${cycle === undefined ? to : cycle.map(({ name }) => name).join(' -> ')}: ${comments.get(rule.name) ?? rule.name} (${rule.name})`,
  )
  return { modules: output.modules, violations }
}

/**
 * What is on disk and was not read, as lines of text.
 * @param {readonly Module[]} modules
 * @param {string} [root]
 * @returns {string[]}
 */
export function unreadImports(modules, root = ROOT) {
  const read = new Map(modules.map(({ source, dependencies }) => [source, dependencies]))
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => posix.join('src', path.replaceAll('\\', '/')))
  if (files.length === 0) return ['src/ holds no .ts file: nothing was checked.']
  return files.flatMap((file) => {
    const dependencies = read.get(file)
    if (dependencies === undefined)
      return [`${file} was not read: is a TypeScript installed that dependency-cruiser can use (6.x)?`]
    const seen = new Set(dependencies.map(({ resolved }) => resolved))
    return ts
      .preProcessFile(readFileSync(join(root, file), 'utf8'), true, true)
      .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
      .map(({ fileName }) => posix.join(posix.dirname(file), fileName))
      .filter((target) => existsSync(join(root, target)) && !seen.has(target))
      .map((target) => `${file}: its import of ${target} was not read.`)
  })
}
