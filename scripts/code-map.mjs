// @ts-check
/**
 * The diagram of folders in ARCHITECTURE.md, drawn from the imports that are really there. `npm run map` writes it,
 * `npm run map -- --check` fails where it is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readImports } from './imports.mjs'
import { ALL_FOLDERS, PURE } from './ladder.mjs'
import { ROOT } from './prepare.mjs'

const START = '<!-- code map: written by `npm run map` -->'
const END = '<!-- end of code map -->'

/** @param {string} path */
const folderOf = (path) => /^src\/([^/]+)\//.exec(path)?.[1]

/**
 * The folders of src/ with the folders that each imports, both in the ladder's order; tests left out.
 * @param {readonly import('./imports.mjs').Module[]} modules
 * @returns {Map<string, string[]>}
 */
export function folderImports(modules) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map()
  for (const { source, dependencies } of modules) {
    const from = folderOf(source)
    if (from === undefined || source.endsWith('.test.ts')) continue
    const targets = found.get(from) ?? new Set()
    found.set(from, targets)
    for (const { resolved } of dependencies) {
      const to = folderOf(resolved)
      if (to !== undefined && to !== from) targets.add(to)
    }
  }
  return new Map(
    ALL_FOLDERS.filter((folder) => found.has(folder)).map((folder) => [
      folder,
      ALL_FOLDERS.filter((to) => found.get(folder)?.has(to)),
    ]),
  )
}

/**
 * The diagram as Mermaid text. An arrow reads "imports"; what is reached through another folder anyway is drawn too.
 * @param {Map<string, string[]>} imports
 * @returns {string}
 */
export function mermaidOf(imports) {
  const folders = [...imports.keys()].reverse()
  const group = (/** @type {string} */ id, /** @type {string} */ title, /** @type {string[]} */ members) =>
    members.length === 0
      ? []
      : [`  subgraph ${id}["${title}"]`, ...members.map((name) => `    ${name}`), '  end']
  return [
    '```mermaid',
    'flowchart TD',
    ...group(
      'edge',
      'with I/O',
      folders.filter((name) => !PURE.includes(name)),
    ),
    ...group(
      'core',
      'pure: no I/O, no clock, no packages',
      folders.filter((name) => PURE.includes(name)),
    ),
    ...folders.flatMap((from) => imports.get(from)?.map((to) => `  ${from} --> ${to}`) ?? []),
    '```',
  ].join('\n')
}

/**
 * `text` with the diagram between its markers.
 * @param {string} text
 * @param {string} diagram
 * @returns {string}
 */
export function withMap(text, diagram) {
  const start = text.indexOf(START)
  const end = text.indexOf(END)
  if (start < 0 || end < start)
    throw new Error(`ARCHITECTURE.md must hold the markers '${START}' and '${END}', in this order.`)
  return `${text.slice(0, start + START.length)}\n\n${diagram}\n\n${text.slice(end)}`
}

async function main() {
  const path = join(ROOT, 'ARCHITECTURE.md')
  const text = readFileSync(path, 'utf8')
  const fresh = withMap(text, mermaidOf(folderImports((await readImports()).modules)))
  if (fresh === text) return
  if (process.argv.includes('--check')) {
    console.error(
      'The code map in ARCHITECTURE.md must show the imports as they are, but it is stale. Run `npm run map`.',
    )
    process.exitCode = 1
    return
  }
  writeFileSync(path, fresh)
  console.log('Wrote the code map of ARCHITECTURE.md.')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
