/** A Python with the peers' packages, made once in the cache; Python itself, venv and pip must be there. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from './process.ts'

/** Where the interpreter is, or why there is none. */
export type Environment = { readonly python: string } | { readonly missing: string }

/** Makes the environment unless it is there and holds what `requirements` asks for. Takes about a minute. */
export async function ensurePeersEnvironment(folder: string, requirements: string): Promise<Environment> {
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const stamp = join(folder, 'throughline-requirements.txt')
  const wanted = readFileSync(requirements, 'utf8')
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { python }
  rmSync(folder, { recursive: true, force: true })
  try {
    await runProgram('python3', ['-m', 'venv', folder])
    await runProgram(python, ['-m', 'pip', 'install', '--quiet', '-r', requirements])
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    return { missing: error instanceof Error ? error.message : String(error) }
  }
  writeFileSync(stamp, wanted)
  return { python }
}
