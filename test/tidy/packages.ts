/** What package.json and package-lock.json must keep. */
import type { SourceFile, Violation } from './files.ts'

export interface PackageJson {
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const path = 'package.json'

/** Packages that a script uses by a flag instead of their name. */
const USED_BY_FLAG = new Map([['@vitest/coverage-v8', '--coverage']])
const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/

function dependenciesOf(json: PackageJson): [string, string][] {
  return Object.entries({ ...json.dependencies, ...json.devDependencies, ...json.optionalDependencies })
}

/** Every dependency is pinned to one version. */
export function pins(json: PackageJson): Violation[] {
  return dependenciesOf(json)
    .filter(([, version]) => !EXACT.test(version))
    .map(([name, version]) => ({
      path,
      what: `${name} must be pinned exactly, but is '${version}': npm i --save-exact.`,
    }))
}

/** Every dependency is named by a file: imported, resolved, or run by a script. Types count with what they describe. */
export function unusedDependencies(json: PackageJson, files: readonly SourceFile[]): Violation[] {
  const texts = files
    .filter(({ path: file }) => file !== path && /\.(ts|mjs|json)$/.test(file))
    .map(({ text }) => text)
  const scripts = Object.values(json.scripts ?? {})
  return dependenciesOf(json)
    .map(([name]) => name)
    .filter((name) => {
      const flag = USED_BY_FLAG.get(name)
      if (flag !== undefined) return !scripts.some((script) => script.includes(flag))
      const described = name.replace('@types/', '')
      const mention = new RegExp(`['"\`/](node:|node_modules/)?${escaped(described)}['"\`/]`)
      return described !== 'node' && !texts.some((text) => mention.test(text))
    })
    .map((name) => ({ path, what: `every dependency must be used, but no file names ${name}: remove it.` }))
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)

/** The lock file names no registry: each machine asks its own. */
export function registryAddresses(lock: string): Violation[] {
  const { packages } = JSON.parse(lock) as { packages: Record<string, { resolved?: string }> }
  return Object.entries(packages)
    .filter(([, { resolved }]) => resolved !== undefined)
    .map(([name, { resolved }]) => ({
      path: 'package-lock.json',
      what: `must hold no address, but ${name} has ${resolved}: keep .npmrc and run \`npm install --package-lock-only\`.`,
    }))
}
