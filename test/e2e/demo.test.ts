/** `demo`: the main job on real data, from nothing, and again. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { answerOf, ensureBuilt, type Json, newFolder, throughline } from './cli-process.ts'

beforeAll(ensureBuilt)

describe('demo', () => {
  it('imports, runs, compares and reports, and does nothing twice', async () => {
    const cwd = await newFolder()
    const { code, stdout, stderr } = await throughline(['demo'], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    for (const text of [
      'sp500  sealed now: 5,105 bars of 1 instrument, 1d, 2000-01-03 to 2020-04-17',
      'OPEN_EQUALS_PREVIOUS_CLOSE, 1760 times',
      'Side by side',
      'Try next',
    ]) {
      expect(stdout).toContain(text)
    }
    const again = await answerOf(['demo'], { cwd })
    expect(again['snapshots'].map(({ outcome }: Json) => outcome)).toEqual(['existing', 'existing'])
    expect(again['runs'].map(({ outcome }: Json) => outcome)).toEqual(['existing', 'existing'])
    expect(again['comparison'].warnings.map(({ code: name }: Json) => name)).toEqual(['SNAPSHOTS_DIFFER'])
    const reports = again['runs'].map(({ report }: Json) => report) as string[]
    expect(reports.every((report) => existsSync(join(cwd, report)))).toBe(true)
    for (const report of reports) expect(stdout).toContain(report)
    for (const { runId } of again['runs']) {
      expect(await answerOf(['runs', 'verify', runId], { cwd })).toMatchObject({ ok: true })
    }
    expect((await throughline(['demo'], { cwd })).stdout).toContain('Already stored')
  })

  it('names three commands that work as they are printed', async () => {
    const cwd = await newFolder()
    const { stdout } = await throughline(['demo'], { cwd })
    const commands = [...stdout.matchAll(/^ {2}npx throughline (.+)$/gm)].map(([, words = '']) =>
      words.split(' '),
    )
    expect(commands).toHaveLength(3)
    for (const words of commands)
      expect(await throughline(words, { cwd })).toMatchObject({ code: 0, stderr: '' })
  })
})
