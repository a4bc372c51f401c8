/**
 * Bundles a strategy file, its local imports and the npm packages it uses into one text. The text depends on the
 * contents of those files and their places relative to the strategy file, never on where the folder lies, what it or
 * the strategy file is called, the current directory, a tsconfig.json or the layout of node_modules. Nothing is written to disk.
 */
import { readFileSync, realpathSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { builtinModules, createRequire } from 'node:module'
import { basename, dirname, extname, join, resolve, sep } from 'node:path'
import type { BuildFailure, BuildOptions, BuildResult, Loader, Message, Metafile, Plugin } from 'esbuild'
import { didYouMean, InvariantError, UsageError } from '../model/index.ts'
import { HEAD_LINES, hashStrategyText, type PackageVersion, strategyHead } from './strategy-text.ts'

export interface StrategyBundle {
  /** The self-contained module text, CommonJS, strict mode. */
  readonly text: string
  /** SHA-256 of the text. */
  readonly hash: string
  /** Source map of the text, JSON; its sources are paths as seen from where `file` was given. */
  readonly sourceMap: string
  /** The npm packages that the text holds, ascending by name, then version. */
  readonly packages: readonly PackageVersion[]
  /** The user's own files in the text, relative to the strategy file's folder; the strategy file first. */
  readonly files: readonly string[]
}

/** What the strategy file is called inside the text: no file on disk has a name without an extension like this. */
const ENTRY = 'strategy'

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
}

/** Loaded by `require`: 10 ms in a cold process, against 30 ms by `import()`. */
const loadEsbuild = (): typeof import('esbuild') =>
  createRequire(import.meta.url)('esbuild') as typeof import('esbuild')

/**
 * The bundled text of a TypeScript or JavaScript strategy file. Throws `UsageError` STRATEGY_NOT_FOUND,
 * STRATEGY_NOT_A_SCRIPT, or STRATEGY_DOES_NOT_BUILD with each place and reason.
 */
export async function bundleStrategy(file: string): Promise<StrategyBundle> {
  const contents = await readStrategyFile(file)
  const loader = LOADERS[extname(file)]
  if (loader === undefined) {
    throw new UsageError(
      'STRATEGY_NOT_A_SCRIPT',
      `A strategy must be a TypeScript or JavaScript file (${Object.keys(LOADERS).join(', ')}), but it is ${file}.`,
      { file },
    )
  }
  const folder = realpathSync(dirname(resolve(file)))
  const result = await build(file, buildOptions({ contents, loader, folder }))
  const code = result.outputFiles!.find(({ path }) => path.endsWith('.js'))!.text
  const map = result.outputFiles!.find(({ path }) => path.endsWith('.map'))!.text
  const inputs = usedInputs(result.metafile!)
  const packages = packagesOf(inputs, folder)
  const text = strategyHead(packages) + withoutPackagePlaces(code, inputs)
  return {
    text,
    hash: hashStrategyText(text),
    sourceMap: shiftedMap(map, file),
    packages,
    files: [
      basename(file),
      ...inputs
        .filter((path) => path !== ENTRY && !isPackaged(path))
        .map(localPath)
        .sort(),
    ],
  }
}

/**
 * Starts the bundler's process ahead of need, so that its start overlaps other work. Where that fails, the build that
 * follows fails alike and says so.
 */
export function warmBundler(): void {
  void loadEsbuild()
    .transform('')
    .catch(() => undefined)
}

async function readStrategyFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EISDIR') throw error
    const siblings = await readdir(dirname(file)).catch((): string[] => [])
    const scripts = siblings.filter((name) => extname(name) in LOADERS)
    const found = code === 'EISDIR' ? 'it is a folder' : 'there is no such file'
    throw new UsageError(
      'STRATEGY_NOT_FOUND',
      `A strategy must be a file, but ${file}: ${found}.${didYouMean(basename(file), scripts)}`,
      { file, scripts },
    )
  }
}

function buildOptions(entry: { contents: string; loader: Loader; folder: string }): BuildOptions {
  return {
    stdin: {
      contents: entry.contents,
      loader: entry.loader,
      resolveDir: entry.folder,
      sourcefile: ENTRY,
    },
    absWorkingDir: entry.folder,
    outfile: join(entry.folder, 'strategy.bundle.js'),
    write: false,
    bundle: true,
    format: 'cjs',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['module'],
    resolveExtensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'],
    target: 'es2023',
    treeShaking: true,
    external: ['throughline', 'throughline/*', 'node:*', ...builtinModules],
    nodePaths: [],
    // Nor may a tsconfig.json or the environment reach into the text.
    tsconfigRaw: '{}',
    define: { 'process.env.NODE_ENV': '"production"', 'import.meta': 'import_meta' },
    legalComments: 'none',
    charset: 'utf8',
    sourcemap: 'external',
    metafile: true,
    logLevel: 'silent',
    plugins: [namedIndexFiles(entry.folder)],
  }
}

/**
 * The bundler names what an `index` file exports by default after its folder. Where that is the strategy's own folder
 * or one above it, the folder's name would get into the text: such files go by a path relative to the strategy.
 */
function namedIndexFiles(folder: string): Plugin {
  return {
    name: 'index-files',
    setup({ onResolve, onLoad, resolve: resolveImport }) {
      onResolve({ filter: /^\.{1,2}(\/\.\.)*(\/|\/index(\.[cm]?[jt]sx?)?)?$/ }, async (args) => {
        if (args.pluginData === ENTRY) return undefined
        const { importer, namespace, resolveDir, kind } = args
        const found = await resolveImport(args.path, {
          importer,
          namespace,
          resolveDir,
          kind,
          pluginData: ENTRY,
        })
        const place = dirname(found.path)
        const holdsStrategy = `${folder}${sep}`.startsWith(`${place}${sep}`)
        if (found.errors.length > 0 || !holdsStrategy) return found
        const above = folder.slice(place.length).split(sep).length - 1
        return {
          path: `${'../'.repeat(above)}index${extname(found.path)}`,
          namespace: 'folder',
          pluginData: found.path,
        }
      })
      onLoad({ filter: /.*/, namespace: 'folder' }, async ({ pluginData }) => {
        const path = pluginData as string
        return {
          contents: await readFile(path, 'utf8'),
          loader: LOADERS[extname(path)] ?? 'js',
          resolveDir: dirname(path),
        }
      })
    },
  }
}

async function build(file: string, options: BuildOptions): Promise<BuildResult> {
  try {
    return await loadEsbuild().build(options)
  } catch (error) {
    const errors = (error as Partial<BuildFailure>).errors
    if (errors === undefined) throw error
    const found = errors.map((message) => ({ ...placeOf(message, file), text: message.text }))
    const lines = found.map(({ file: name, line, column, text }) => `  ${name}:${line}:${column}: ${text}`)
    throw new UsageError(
      'STRATEGY_DOES_NOT_BUILD',
      `A strategy must build, but ${file} does not:\n${lines.join('\n')}`,
      { file, errors: found },
    )
  }
}

function placeOf({ location }: Message, entry: string): { file: string; line: number; column: number } {
  if (location === null) return { file: entry, line: 1, column: 1 }
  return { file: shownPath(location.file, entry), line: location.line, column: location.column + 1 }
}

/** A path relative to the strategy's folder, as seen from where the strategy's own path was given. */
function shownPath(path: string, entry: string): string {
  return path === ENTRY ? entry : portable(join(dirname(entry), localPath(path)))
}

/** A path without the name space that `namedIndexFiles` gives it. */
const localPath = (path: string): string => path.replace(/^folder:/, '')

const portable = (path: string): string => path.split(sep).join('/')

const isPackaged = (path: string): boolean => /(^|\/)node_modules\//.test(path)

/** The files of which something is in the text. */
function usedInputs({ outputs }: Metafile): string[] {
  const output = Object.values(outputs).find(({ entryPoint }) => entryPoint !== undefined)
  if (output === undefined) throw new InvariantError('NO_BUNDLE', 'The bundler named no output.')
  return Object.entries(output.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path)
}

function packagesOf(inputs: readonly string[], folder: string): PackageVersion[] {
  const roots = new Set<string>()
  for (const path of inputs) {
    const root = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]
    if (root !== undefined) roots.add(root)
  }
  const found = new Map<string, PackageVersion>()
  for (const root of roots) {
    const manifest: unknown = JSON.parse(readFileSync(resolve(folder, root, 'package.json'), 'utf8'))
    const { name, version } = manifest as Partial<PackageVersion>
    if (typeof name !== 'string' || typeof version !== 'string') {
      throw new UsageError(
        'PACKAGE_WITHOUT_VERSION',
        `An npm package used by a strategy must have a name and a version, but ${root}/package.json lacks one.`,
        { package: root },
      )
    }
    found.set(`${name}@${version}`, { name, version })
  }
  return [...found.keys()].sort().map((key) => found.get(key)!)
}

/**
 * Cuts where node_modules lies, which differs between machines and package managers, out of the lines on which the
 * bundler names a packaged file. Lines keep their number and the code on them its column.
 */
function withoutPackagePlaces(code: string, inputs: readonly string[]): string {
  const short = new Map<string, string>()
  for (const path of inputs) {
    const inside = path.slice(path.lastIndexOf('node_modules/'))
    if (isPackaged(path) && inside !== path) short.set(path, inside)
  }
  if (short.size === 0) return code
  const named = /^(\/\/ |  ")(.+?)("\((?:exports)?(?:, module)?\) \{|"\(\) \{|)$/gm
  return code.replace(named, (line, start: string, path: string, end: string) =>
    short.has(path) && (start === '// ') === (end === '') ? `${start}${short.get(path)}${end}` : line,
  )
}

function shiftedMap(json: string, entry: string): string {
  const map = JSON.parse(json) as { mappings: string; sources: string[] }
  return JSON.stringify({
    ...map,
    sources: map.sources.map((source) => shownPath(source, entry)),
    mappings: ';'.repeat(HEAD_LINES) + map.mappings,
  })
}
