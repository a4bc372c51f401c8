// @ts-check
/**
 * `npm run check [step...]`: every check that is not a test of behaviour, two at a time. One line a step; a failed
 * step's output follows its line; all steps run even where one fails.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { install, ROOT, requireNode } from './prepare.mjs'

/** @param {string} path */
const tool = (path) => join(ROOT, 'node_modules', path)

/**
 * Name of the step, script that node runs, arguments.
 * @type {readonly (readonly [string, string, readonly string[]])[]}
 */
const STEPS = [
  [
    'format',
    tool('@biomejs/biome/bin/biome'),
    ['check', '--error-on-warnings', '--max-diagnostics=200', '.'],
  ],
  [
    'lint',
    tool('oxlint/bin/oxlint'),
    ['--type-aware', '--deny-warnings', '--report-unused-disable-directives'],
  ],
  ['types of pure folders', tool('typescript/bin/tsc'), ['-p', 'tsconfig.pure.json']],
  ['types', tool('typescript/bin/tsc'), ['-p', 'tsconfig.json']],
  ['imports', 'scripts/check-imports.mjs', []],
  ['map', 'scripts/code-map.mjs', ['--check']],
  ['compiled kernels', 'scripts/wasm.mjs', ['--check']],
  ['dead code', tool('knip/bin/knip.js'), ['--no-progress']],
  ['tidy', tool('vitest/vitest.mjs'), ['run', 'test/tidy']],
]

/**
 * @typedef {object} StepResult
 * @property {string} name
 * @property {boolean} ok
 */

/**
 * Runs one step and prints its line, with its output where it failed.
 * @param {(typeof STEPS)[number]} step
 * @returns {Promise<StepResult>}
 */
async function runStep([name, script, args]) {
  const startMs = performance.now()
  const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  const code = await new Promise((resolve) => {
    child.on('error', ({ message }) => {
      output += message
      resolve(127)
    })
    child.on('close', (status, signal) => resolve(signal ?? status))
  })
  const ok = code === 0
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1).padStart(5)
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${seconds} s  ${name}${ok ? '' : ` (exit ${code})`}`)
  if (!ok && output.trim() !== '') console.log(output.trimEnd().replaceAll(/^/gm, '    '))
  return { name, ok }
}

/**
 * Runs all steps that `wanted` names (all where it is empty), two at a time.
 * @param {{ only?: readonly string[], without?: readonly string[] }} [choice]
 * @returns {Promise<StepResult[]>}
 */
export async function runChecks({ only = [], without = [] } = {}) {
  const unknown = only.filter((name) => !STEPS.some(([step]) => step === name))
  if (unknown.length > 0)
    throw new Error(
      `There is no check '${unknown[0]}'; there are: ${STEPS.map(([name]) => name).join(', ')}.`,
    )
  const queue = STEPS.filter(
    ([name]) => (only.length === 0 || only.includes(name)) && !without.includes(name),
  )
  /** @type {StepResult[]} */
  const results = []
  const worker = async () => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) results.push(await runStep(step))
  }
  await Promise.all([worker(), worker()])
  return results
}

async function main() {
  requireNode()
  const code = install()
  if (code !== 0) {
    process.exitCode = code
    return
  }
  const results = await runChecks({ only: process.argv.slice(2) })
  const failed = results.filter(({ ok }) => !ok)
  console.log(`${results.length - failed.length} checks passed, ${failed.length} failed`)
  if (failed.length > 0) process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
