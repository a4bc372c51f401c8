/** What lies in the package beside the code, and how this copy of it is called. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/** This file lies two folders below the package's root, in src/ as in dist/. */
const ROOT = new URL('../../', import.meta.url)

/** The path of a strategy of examples/, which the package ships. */
export function examplePath(name: string): string {
  return fileURLToPath(new URL(`examples/${name}`, ROOT))
}

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as { version: string }
  return version
}

/** How a person who called this process would call it again: by name, or through npx in a clone or a project. */
export function commandName(): string {
  const called = process.argv[1] ?? ''
  return basename(called) === 'throughline' && !called.includes('node_modules')
    ? 'throughline'
    : 'npx throughline'
}
