/** Runs programs as children and measures each by its own process: wall from start to end, processor time, peak memory. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export interface ProcessRun {
  readonly stdout: string
  readonly wallMs: number
}

export interface NodeRun extends ProcessRun {
  readonly userMs: number
  readonly systemMs: number
  readonly peakBytes: number
}

/** Runs a program to its end. Throws with its stderr where it does not end well. */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<ProcessRun> {
  const since = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const end = await new Promise<number | string>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve(code ?? signal ?? 'unknown')
    })
  })
  const wallMs = performance.now() - since
  if (end === 0) return { stdout, wallMs }
  const command = [program, ...args].join(' ')
  throw new Error(`'${command}' must end with 0, but ended with ${end}:\n${stderr.trim() || stdout.trim()}`)
}

/** Runs a Node program with its use of the machine. The report costs it about a millisecond. */
export async function runNode(args: readonly string[], exitReport: string): Promise<NodeRun> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'))
  const file = join(folder, 'exit.json')
  try {
    const run = await runProgram(process.execPath, ['--import', pathToFileURL(exitReport).href, ...args], {
      ...process.env,
      BENCH_EXIT_REPORT: file,
    })
    const { userMs, systemMs, peakKb } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
    return { ...run, userMs: userMs!, systemMs: systemMs!, peakBytes: 1024 * peakKb! }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
