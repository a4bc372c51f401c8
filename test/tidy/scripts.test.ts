import { describe, expect, it } from 'vitest'
import { refusalOfNode } from '../../scripts/prepare.mjs'
import { closingLine, countReport, skippedTests } from '../../scripts/tally.mjs'

const report = (...testResults: { status: string; outcomes: string[] }[]): string =>
  JSON.stringify({
    testResults: testResults.map(({ status, outcomes }) => ({
      status,
      assertionResults: outcomes.map((outcome) => ({ status: outcome })),
    })),
  })

describe('the count of tests', () => {
  it('adds up what passed, failed and was skipped', () => {
    const json = report(
      { status: 'passed', outcomes: ['passed', 'skipped', 'todo'] },
      { status: 'failed', outcomes: ['failed', 'passed'] },
    )
    expect(countReport(json, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 })
  })

  it('counts a file that failed before its tests ran', () => {
    expect(countReport(report({ status: 'failed', outcomes: [] }), 1)).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
    })
  })

  it('counts a failure where no test ran', () => {
    expect(countReport(report(), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(countReport(report({ status: 'passed', outcomes: ['skipped'] }), 0).failed).toBe(1)
  })

  it('counts a failure where the run ended badly although no test failed', () => {
    expect(countReport(report({ status: 'passed', outcomes: ['passed'] }), 1).failed).toBe(1)
  })

  it('names the tests that were skipped', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'a' },
      { status: 'skipped', fullName: 'b' },
    ]
    expect(skippedTests(JSON.stringify({ testResults: [{ name: 'x.test.ts', assertionResults }] }))).toEqual([
      'x.test.ts: b',
    ])
  })

  it('closes with one line', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed')
  })
})

describe('the check of the Node version', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('accepts %s', (version) => {
    expect(refusalOfNode(version, '>=20.19')).toBeUndefined()
  })

  it.each(['20.18.3', '18.20.0', '19.9.0'])('refuses %s', (version) => {
    expect(refusalOfNode(version, '>=20.19')).toBe(
      `Throughline needs Node 20.19 or later, but this is Node ${version}. Install a newer Node and run the command again.`,
    )
  })
})
