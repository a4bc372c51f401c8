/**
 * The files that paths, folders and patterns name, in one order on every machine: each input's files ascending by path.
 * Patterns are read here and not by a shell, so that a quoted 'data/**' means the same everywhere: `*` and `?` within a
 * name, `[abc]`, `{a,b}`, and `**` for folders of any depth. Names that begin with a dot are passed over, as are links to
 * folders; of a folder, and of a pattern that ends in `**`, only names of formats that are read are taken.
 */
import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { compareIds, UsageError } from '../../model/index.ts'

export interface FoundFile {
  readonly path: string
  /** What messages and the manifest say: the shortest end of the path that no other file shares. */
  readonly name: string
  /** Base name of the folder it lies in. */
  readonly folder: string
}

const READABLE = /\.(csv|tsv|txt|json|jsonl|ndjson|parquet|pq)(\.(gz|gzip|zst|zstd))?$/i
const MAGIC = /[*?[\]{}]/

/** Finds the files. Throws `UsageError` NO_FILES, NO_SUCH_FILE, EMPTY_FOLDER. */
export async function findFiles(inputs: readonly string[]): Promise<readonly FoundFile[]> {
  if (inputs.length === 0) {
    throw new UsageError('NO_FILES', 'At least one file to import must be named, but there is none.')
  }
  const paths = new Map<string, string>()
  for (const input of inputs) for (const path of await filesOf(input)) paths.set(resolve(path), path)
  const names = shortestNames([...paths.keys()])
  return [...paths].map(([absolute, path], index) => ({
    path,
    name: names[index]!,
    folder: basename(dirname(absolute)),
  }))
}

async function filesOf(input: string): Promise<readonly string[]> {
  const kind = await kindOf(input)
  if (kind === 'folder') {
    const files = (await filesBelow(input)).filter((path) => READABLE.test(path))
    if (files.length > 0) return files
    throw new UsageError(
      'EMPTY_FOLDER',
      `A folder to import must hold files of bars (csv, tsv, txt, json, jsonl, parquet, also as .gz or .zst), but ${input} holds none.`,
      { folder: input },
    )
  }
  if (kind === 'file' || !MAGIC.test(input)) return [input]
  const matched = (await Promise.all(alternatives(input).map(matching))).flat()
  const found = input.endsWith('**') ? matched.filter((path) => READABLE.test(path)) : matched
  if (found.length > 0) return [...new Set(found)].toSorted(compareIds)
  throw new UsageError('NO_SUCH_FILE', `A pattern must match a file, but no file matches ${input}.`, {
    file: input,
  })
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'none'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file'
  } catch {
    // What it is that cannot be looked at, is said by who opens it.
    return 'none'
  }
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder === '' ? '.' : folder, { withFileTypes: true })
    return entries.filter(({ name }) => !name.startsWith('.')).toSorted((a, b) => compareIds(a.name, b.name))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw error
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = []
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) files.push(...(await filesBelow(path)))
    else files.push(path)
  }
  return files.toSorted(compareIds)
}

/** `{a,b}` written out; braces do not nest. */
function alternatives(pattern: string): string[] {
  const braces = /\{([^{}]*,[^{}]*)\}/.exec(pattern)
  if (braces === null) return [pattern]
  const before = pattern.slice(0, braces.index)
  const after = pattern.slice(braces.index + braces[0].length)
  return braces[1]!.split(',').flatMap((choice) => alternatives(`${before}${choice}${after}`))
}

async function matching(pattern: string): Promise<string[]> {
  const parts = (sep === '\\' ? pattern.replaceAll('\\', '/') : pattern).split('/')
  return matchingBelow('', parts)
}

async function matchingBelow(folder: string, [part, ...rest]: readonly string[]): Promise<string[]> {
  if (part === undefined) return []
  const at = (name: string): string =>
    folder === '' ? name : folder === '/' ? `/${name}` : `${folder}/${name}`
  if (part === '') return matchingBelow(folder === '' ? '/' : folder, rest)
  if (part === '**') {
    const folders = (await entriesOf(folder)).filter((entry) => entry.isDirectory())
    const below = await Promise.all(folders.map(({ name }) => matchingBelow(at(name), ['**', ...rest])))
    const here = await matchingBelow(folder, rest.length === 0 ? ['*'] : rest)
    return [...here, ...below.flat()]
  }
  if (!MAGIC.test(part)) {
    if (rest.length > 0) return matchingBelow(at(part), rest)
    return (await kindOf(at(part))) === 'file' ? [at(part)] : []
  }
  const expression = expressionOf(part)
  const entries = (await entriesOf(folder)).filter(({ name }) => expression.test(name))
  if (rest.length === 0) return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => at(name))
  const below = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => matchingBelow(at(name), rest))
  return (await Promise.all(below)).flat()
}

/** `*` and `?` stand for what is in one name, `[a-z]` and `[!a-z]` for one character. */
function expressionOf(part: string): RegExp {
  const text = part.replaceAll(
    /\[(!?)([^\]]+)\]|[*?]|[.+^${}()|\\[\]]/g,
    (found, not: string, set: string) => {
      if (found === '*') return '.*'
      if (found === '?') return '.'
      if (set === undefined) return `\\${found}`
      return `[${not === '!' ? '^' : ''}${set.replaceAll('\\', '\\\\').replaceAll('^', '\\^')}]`
    },
  )
  return new RegExp(`^${text}$`, 'u')
}

/** The fewest last parts of each path that tell it from the others. */
function shortestNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split(sep))
  const nameOf = (n: number, length: number): string => parts[n]!.slice(-length).join('/')
  const lengths = paths.map(() => 1)
  for (let changed = true; changed; ) {
    changed = false
    const owners = new Map<string, number[]>()
    for (const n of paths.keys()) {
      const name = nameOf(n, lengths[n]!)
      owners.set(name, [...(owners.get(name) ?? []), n])
    }
    for (const shared of owners.values()) {
      if (shared.length < 2) continue
      for (const n of shared) {
        if (lengths[n]! < parts[n]!.length) {
          lengths[n]!++
          changed = true
        }
      }
    }
  }
  return paths.map((_, n) => nameOf(n, lengths[n]!))
}
