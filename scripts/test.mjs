// @ts-check
/**
 * `npm test [-- filter...]`: installs, builds, runs every check and every test; with filters only the tests whose path
 * holds one of them. The last line is always the count, `N passed, N failed`; the line before it says how many
 * were skipped, where any were.
 * Each check counts as one test, and so does an installation, a build or a test file that fails as a whole.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build, CACHE, install, ROOT, requireNode, run } from './prepare.mjs'
import { closingLine, countReport, skippedTests } from './tally.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */

/**
 * @param {readonly string[]} filters
 * @returns {Tally}
 */
function runVitest(filters) {
  const report = join(CACHE, `vitest-${process.pid}.json`)
  mkdirSync(CACHE, { recursive: true })
  const code = run(process.execPath, [
    join('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...filters,
  ])
  try {
    const json = readFileSync(report, 'utf8')
    for (const skipped of skippedTests(json)) console.log(`skipped  ${relative(ROOT, skipped)}`)
    return countReport(json, code)
  } finally {
    rmSync(report, { force: true })
  }
}

/**
 * @param {Tally} tally
 * @param {readonly string[]} filters
 */
async function runAll(tally, filters) {
  if (install() !== 0) {
    tally.failed += 1
    return
  }
  /** @type {string[]} */
  const failedSteps = []
  const built = build() === 0
  tally[built ? 'passed' : 'failed'] += 1
  if (!built) failedSteps.push('build')
  if (filters.length === 0) {
    // The tidy rules are tests, which run with all others below.
    const { runChecks } = await import('./check.mjs')
    for (const { name, ok } of await runChecks({ without: ['tidy'] })) {
      tally[ok ? 'passed' : 'failed'] += 1
      if (!ok) failedSteps.push(name)
    }
  }
  const tests = runVitest(filters)
  tally.passed += tests.passed
  tally.failed += tests.failed
  tally.skipped += tests.skipped
  // Their output is far above by now.
  for (const name of failedSteps) console.log(`failed   ${name}`)
}

requireNode(closingLine({ passed: 0, failed: 1, skipped: 0 }))
/** @type {Tally} */
const tally = { passed: 0, failed: 0, skipped: 0 }
try {
  await runAll(tally, process.argv.slice(2))
} catch (error) {
  console.error(error)
  tally.failed += 1
}
if (tally.skipped > 0) console.log(`${tally.skipped} skipped`)
console.log(closingLine(tally))
if (tally.failed > 0 || tally.passed === 0) process.exitCode = 1
