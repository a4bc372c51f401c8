// @ts-check
/** Counts the results of a test run from Vitest's JSON report. */

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * Counts a report. A file that failed before its tests ran counts as one failure; so does a run that ended badly or ran
 * no test although no test failed.
 * @param {string} json
 * @param {number} exitCode of the process that wrote it
 * @returns {Tally}
 */
export function countReport(json, exitCode) {
  const report = JSON.parse(json)
  /** @type {Tally} */
  const tally = { passed: 0, failed: 0, skipped: 0 }
  for (const { status, assertionResults } of report.testResults) {
    let failedHere = 0
    for (const { status: outcome } of assertionResults) {
      if (outcome === 'passed') tally.passed += 1
      else if (outcome === 'failed') failedHere += 1
      else tally.skipped += 1
    }
    if (status === 'failed' && failedHere === 0) failedHere = 1
    tally.failed += failedHere
  }
  if (tally.failed === 0 && (exitCode !== 0 || tally.passed === 0)) tally.failed = 1
  return tally
}

/**
 * @param {Tally} tally
 * @returns {string}
 */
export function closingLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`
}

/**
 * The names of the tests that did not run, with their files.
 * @param {string} json
 * @returns {string[]}
 */
export function skippedTests(json) {
  /** @type {{ testResults: { name: string, assertionResults: { status: string, fullName: string }[] }[] }} */
  const { testResults } = JSON.parse(json)
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => `${name}: ${fullName}`),
  )
}
