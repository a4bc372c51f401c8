/** Where settings come from and which counts more: flag, run file, throughline.toml. */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { answerOf, ensureBuilt, refusalOf, sampleProject, strategyFile } from './cli-process.ts'

beforeAll(ensureBuilt)

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const cwd = await sampleProject({ days: 40 })
  await strategyFile(cwd)
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text)
  return cwd
}

const PROJECT = `[run]
snapshot = "sample"
cash = 50000
cost = ["spread-bps=5", "fixed-fee=1"]
seed = 3
risk = "long-only"
close-at-end = true
from = 2020-01-06
tag = ["toml"]
set = { size = 20 }
`

describe('settings', () => {
  it('come from throughline.toml where no flag says otherwise', async () => {
    const cwd = await project({ 'throughline.toml': PROJECT })
    expect(await answerOf(['run', 'strategy.ts'], { cwd })).toMatchObject({
      params: { size: 20 },
      tags: ['toml'],
      config: {
        openingCash: 50_000,
        costs: [
          { kind: 'spread-bps', value: 5 },
          { kind: 'fixed-fee', value: 1 },
        ],
        risk: [{ kind: 'long-only' }],
        seed: 3,
        closeAtEnd: true,
        slice: { fromMs: Date.UTC(2020, 0, 6) },
      },
    })
  })

  it('of a run file count more, and flags count most; parameters merge by name', async () => {
    const cwd = await project({
      'throughline.toml': PROJECT,
      'wide.toml':
        'strategy = "strategy.ts"\ncash = 70000\nseed = 4\nlabel = "from file"\n[set]\nsize = 30\n',
    })
    const answer = await answerOf(['run', '--run-file', 'wide.toml', '--seed', '5', '--cost', 'none'], {
      cwd,
    })
    expect(answer).toMatchObject({
      label: 'from file',
      params: { size: 30 },
      config: { openingCash: 70_000, seed: 5, costs: [] },
    })
    const set = await answerOf(['run', '--run-file', 'wide.toml', '--set', 'size=40'], { cwd })
    expect(set['params']).toEqual({ size: 40 })
  })

  it('name the folder of the store', async () => {
    const cwd = await project({ 'throughline.toml': '[store]\ndir = "elsewhere"\n' })
    expect((await refusalOf(['runs', 'list'], 2, { cwd })).message).toContain('elsewhere')
    await answerOf(['snapshot', 'import', 'sample.csv', '--id', 'x'], { cwd })
    expect(existsSync(join(cwd, 'elsewhere', 'throughline.db'))).toBe(true)
    const { snapshots } = await answerOf(['snapshot', 'list', '--store', '.throughline'], { cwd })
    expect(snapshots).toMatchObject([{ id: 'sample' }])
  })

  it.each([
    ['[run]\ncahs = 5\n', 'UNKNOWN_SETTING', "'cash'"],
    ['[runs]\ncash = 5\n', 'UNKNOWN_SETTING', "'run'"],
    ['[store]\nfolder = "x"\n', 'UNKNOWN_SETTING', 'dir'],
    ['[run]\nrun-id = "x"\n', 'UNKNOWN_SETTING', "'run-id'"],
    ['[run]\ncash = "lots"\n', 'BAD_SETTING', 'a number'],
    ['[run]\nclose-at-end = 1\n', 'BAD_SETTING', 'true or false'],
    ['[run]\ncost = [5]\n', 'BAD_SETTING', 'list of texts'],
    ['[run]\nset = { size = [1] }\n', 'BAD_SETTING', "'size'"],
    ['[run]\ncash = \n', 'BAD_SETTINGS_FILE', 'line 2'],
  ])('refuse %j, naming the file and the nearest known key', async (text, code, said) => {
    const cwd = await shared()
    await writeFile(join(cwd, 'throughline.toml'), text)
    const refusal = await refusalOf(['run', 'strategy.ts', '--cost', 'none'], 2, { cwd })
    expect(refusal).toMatchObject({ class: 'UsageError', code })
    expect(refusal.message).toContain('throughline.toml')
    expect(refusal.message).toContain(said)
  })

  it('refuse a run file with an unknown key, or one that is not there', async () => {
    const cwd = await project({ 'bad.toml': 'cots = "none"\n' })
    const refusal = await refusalOf(['run', '--run-file', 'bad.toml'], 2, { cwd })
    expect(refusal).toMatchObject({ code: 'UNKNOWN_SETTING', details: { file: 'bad.toml', key: 'cots' } })
    expect(refusal.message).toContain("'cost'")
    expect((await refusalOf(['run', '--run-file', 'none.toml'], 2, { cwd })).code).toBe('RUN_FILE_NOT_FOUND')
  })
})

let made: Promise<string> | undefined
function shared(): Promise<string> {
  made ??= project({})
  return made
}
