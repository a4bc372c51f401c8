// @ts-check
/**
 * What every script needs first: a Node that is new enough, the packages of the lock file, a fresh build.
 * Each step does nothing where there is nothing to do, so that scripts can be run again and again.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const CACHE = join(ROOT, 'node_modules', '.cache', 'throughline')

/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))

/**
 * A sentence that refuses `version` (as `20.11.0`), or undefined where it satisfies `range` (as `>=20.19`).
 * @param {string} version
 * @param {string} range
 * @returns {string | undefined}
 */
export function refusalOfNode(version, range) {
  const wanted = range.replace('>=', '').split('.').map(Number)
  const found = version.split('.').map(Number)
  for (let i = 0; i < wanted.length; i++) {
    const difference = (found[i] || 0) - (wanted[i] || 0)
    if (difference > 0) return undefined
    if (difference < 0) {
      return `Throughline needs Node ${range.replace('>=', '')} or later, but this is Node ${version}. Install a newer Node and run the command again.`
    }
  }
  return undefined
}

/**
 * Ends the process with a clear sentence where Node is too old.
 * @param {string} [lastLine] to print after it
 */
export function requireNode(lastLine) {
  const refusal = refusalOfNode(process.versions.node, readJson('package.json').engines.node)
  if (refusal === undefined) return
  console.error(refusal)
  if (lastLine !== undefined) console.log(lastLine)
  process.exit(2)
}

/**
 * Runs a command with its output passed through; returns its exit code (128 + n where a signal ended it).
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {number}
 */
export function run(command, args, env = process.env) {
  const { status, signal, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env })
  if (error !== undefined) {
    console.error(`${command} could not be started: ${error.message}`)
    return 127
  }
  return status ?? (signal === 'SIGINT' ? 130 : 143)
}

/**
 * The packages that the lock file asks for and node_modules does not hold in that version.
 * @returns {string[]}
 */
function missingPackages() {
  if (!existsSync(join(ROOT, 'node_modules', '.package-lock.json'))) return ['node_modules']
  const installed = readJson('node_modules/.package-lock.json').packages
  return Object.entries(readJson('package-lock.json').packages)
    .filter(([path, { optional }]) => path !== '' && !optional)
    .filter(([path, { version, integrity }]) => {
      const found = installed[path]
      return found?.version !== version || found.integrity !== integrity || !existsSync(join(ROOT, path))
    })
    .map(([path]) => path)
}

/**
 * Installs where node_modules is not what package-lock.json says. Returns npm's exit code.
 * @returns {number}
 */
export function install() {
  const missing = missingPackages()
  if (missing.length === 0) return 0
  console.log(
    `Installing packages (${missing[0]}${missing.length > 1 ? ` and ${missing.length - 1} more` : ''})`,
  )
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
  const npm = process.env['npm_execpath'] ?? ''
  return npm.endsWith('npm-cli.js') ? run(process.execPath, [npm, ...args]) : run('npm', args)
}

/**
 * The files that the build reads, from the project's root.
 * @returns {string[]}
 */
function sources() {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => join('src', path))
    .sort()
}

const BUILD_FILES = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.build.json', 'scripts/prepare.mjs']

/**
 * SHA-256 of what the build reads: a time stamp would be wrong after a checkout, an unpacked archive, a deletion.
 * @param {readonly string[]} paths
 * @returns {string}
 */
function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of [...BUILD_FILES, ...paths]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

/**
 * Removes from dist/ what no source compiles to any more.
 * @param {readonly string[]} paths
 */
function removeStale(paths) {
  const stems = new Set(paths.map((path) => relative('src', path).replace(/\.ts$/, '')))
  for (const path of readdirSync(join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' })) {
    const stem = path.replace(/(\.d\.ts|\.js)(\.map)?$/, '')
    if (stem !== path && !stems.has(stem)) rmSync(join(ROOT, 'dist', path))
  }
}

/**
 * Puts the modules behind each entry of the package into a few files: Node resolves, reads and compiles every module by
 * itself, which made 450 of them 170 ms of each call of the command line. The types stay beside them as they are. What is
 * shared lies in dist/run/, where the modules lie that look for files beside themselves: threads start from `*-worker.js`.
 * @param {readonly string[]} paths
 */
function bundle(paths) {
  const workers = paths
    .filter((path) => path.endsWith('-worker.ts'))
    .map((path) => relative('src', path).replace(/\.ts$/, ''))
  const esbuild = createRequire(import.meta.url)('esbuild')
  esbuild.buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['index', 'testing/index', 'cli/index', ...workers].map((entry) => `dist/${entry}.js`),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    outbase: 'dist',
    outdir: 'dist',
    chunkNames: 'run/[name]-[hash]',
    allowOverwrite: true,
    sourcemap: true,
    logLevel: 'warning',
  })
}

/**
 * Builds into dist/ where the sources are not those of the last build. Returns the compiler's exit code; a build
 * that fails leaves the last dist/ as it was.
 * @returns {number}
 */
export function build() {
  const stamp = join(CACHE, 'build.txt')
  const paths = sources()
  const hash = hashOf(paths)
  if (existsSync(join(ROOT, 'dist')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return 0
  console.log('Building')
  rmSync(stamp, { force: true })
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  const code = run(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--noEmitOnError'])
  if (code !== 0) return code
  removeStale(paths)
  bundle(paths)
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(stamp, hash)
  return 0
}
