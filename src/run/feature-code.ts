/**
 * The version of what computes features, for columns that outlive the process: the bytes of the files that hold it. A version
 * number would be forgotten once, and then a stored column would be a wrong number.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256 } from './sha256.ts'

/** SHA-256 of the code of indicators and model, and of the engine that runs it. Reads some hundred small files. */
export function featureCodeHash(): string {
  return sha256(
    process.versions.v8,
    ...codeFiles().flatMap(({ name, path }) => ['\0', name, '\0', readFileSync(path)]),
  )
}

interface CodeFile {
  readonly name: string
  readonly path: string
}

/** The files of the two folders; where all code was bundled into one file, that. */
function codeFiles(): readonly CodeFile[] {
  const folders = ['indicators', 'model'].map((name) =>
    fileURLToPath(new URL(`../${name}/`, import.meta.url)),
  )
  if (!folders.every((folder) => existsSync(folder))) {
    return [{ name: 'bundle', path: fileURLToPath(import.meta.url) }]
  }
  return folders.flatMap((folder, index) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(js|ts)$/.test(path) && !/\.(d|test)\.ts$/.test(path))
      .sort()
      .map((path) => ({ name: `${index}/${path}`, path: join(folder, path) })),
  )
}
