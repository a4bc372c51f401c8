// @ts-check
/**
 * `npm run lock`: completes package-lock.json after a dependency was added; a tidy test asks for it. npm leaves out the
 * optional packages of platforms that the registry it asked does not serve. `npm ci` then refuses the file, and on one of
 * those platforms it would install without the binary.
 *
 * The versions are those that the depending packages pin; the platform is read from the package's name.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT } from './prepare.mjs'

const OS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']
const EXACT = /^\d+\.\d+\.\d+(-[\w.-]+)?$/

/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 */

/**
 * The entries that `packages` of a lock file lacks, by path.
 * @param {Record<string, LockEntry>} packages
 * @returns {Record<string, LockEntry>}
 */
export function missingPlatforms(packages) {
  /** @type {Record<string, LockEntry>} */
  const missing = {}
  for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (packages[`node_modules/${name}`] || packages[`${parent}/node_modules/${name}`]) continue
      const platform = platformOf(name)
      if (platform === undefined || !EXACT.test(version)) continue
      // Keys in npm's order, so that npm leaves the file as it is.
      const { cpu, libc, os } = platform
      missing[`node_modules/${name}`] = {
        version,
        cpu,
        ...(dev && { dev }),
        ...(libc && { libc }),
        optional: true,
        os,
      }
    }
  }
  return missing
}

/**
 * @param {string} name such as `@oxlint/binding-linux-x64-musl`
 * @returns {{ os: string[], cpu: string[], libc?: string[] } | undefined} undefined where the name tells no platform
 */
function platformOf(name) {
  const parts = name.split(/[/-]/)
  const os = OS.find((known) => parts.includes(known))
  const cpu = CPU.find((known) => parts.includes(known))
  if (os === undefined || cpu === undefined) return undefined
  const libc = parts.some((part) => part.startsWith('musl')) ? 'musl' : 'glibc'
  return { cpu: [cpu], os: [os], ...(os === 'linux' && { libc: [libc] }) }
}

function main() {
  const path = join(ROOT, 'package-lock.json')
  const lock = JSON.parse(readFileSync(path, 'utf8'))
  const missing = missingPlatforms(lock.packages)
  const entries = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) =>
    a.localeCompare(b, 'en'),
  )
  lock.packages = Object.fromEntries(entries)
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`Added ${Object.keys(missing).length} packages of other platforms to package-lock.json.`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
