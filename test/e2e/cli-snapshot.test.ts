/** `snapshot import`, `list`, `show`, `verify`. */
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  answerOf,
  ensureBuilt,
  newFolder,
  refusalOf,
  sampleCsv,
  sampleProject,
  throughline,
} from './cli-process.ts'

beforeAll(ensureBuilt)

/** Nothing under the store but empty folders. */
async function holdsNothing(cwd: string): Promise<boolean> {
  if (!existsSync(join(cwd, '.throughline'))) return true
  const entries = await readdir(join(cwd, '.throughline'), { recursive: true, withFileTypes: true })
  return entries.every((entry) => entry.isDirectory() && entry.name === 'snapshots')
}

describe('snapshot import', () => {
  it('seals a file and says what it holds, once and again', async () => {
    const cwd = await newFolder()
    await writeFile(join(cwd, 'sample.csv'), sampleCsv())
    const first = await answerOf(['snapshot', 'import', 'sample.csv', '--id', 'sample'], { cwd })
    expect(first).toMatchObject({
      id: 'sample',
      instruments: 3,
      bars: 360,
      from: '2020-01-01',
      interval: '1d',
      outcome: 'saved',
    })
    expect(first['hash']).toMatch(/^[0-9a-f]{64}$/)
    expect(Array.isArray(first['findings'])).toBe(true)
    const again = await answerOf(['snapshot', 'import', 'sample.csv', '--id', 'sample'], { cwd })
    expect(again).toEqual({ ...first, outcome: 'existing' })
    const { stdout } = await throughline(['snapshot', 'import', 'sample.csv', '--id', 'sample'], { cwd })
    expect(stdout).toContain('Already sealed, with the same content: sample')
  })

  it('gives one hash whatever the order of the instruments and of the files', async () => {
    const cwd = await newFolder()
    await writeFile(join(cwd, 'a.csv'), sampleCsv())
    await writeFile(join(cwd, 'b.csv'), sampleCsv({ isReversed: true }))
    const a = await answerOf(['snapshot', 'import', 'a.csv', '--id', 'a'], { cwd })
    const b = await answerOf(['snapshot', 'import', 'b.csv', '--id', 'b'], { cwd })
    expect(b['hash']).toBe(a['hash'])
  })

  it('reads columns, symbol and attributes as the flags say', async () => {
    const cwd = await newFolder()
    const rows = ['20200102;10;12;9;11', '20200103;11;13;10;12', '20200106;12;14;11;13']
    await writeFile(join(cwd, 'x.csv'), `when;o1;h1;l1;c1\n${rows.join('\n')}\n`)
    const columns = ['time=when', 'open=o1', 'high=h1', 'low=l1', 'close=c1', 'volume=none'].flatMap(
      (text) => ['--column', text],
    )
    const flags = ['--symbol', 'GC', '--asset-class', 'future', '--currency', 'EUR', '--tick-size', '0.1']
    const answer = await answerOf(
      [
        'snapshot',
        'import',
        'x.csv',
        '--id',
        'x',
        ...columns,
        ...flags,
        '--multiplier',
        '100',
        '--interval',
        '1d',
      ],
      { cwd },
    )
    expect(answer).toMatchObject({ instruments: 1, bars: 3 })
    const shown = await answerOf(['snapshot', 'show', 'x'], { cwd })
    expect(shown['instrumentList']).toMatchObject([
      { id: 'GC', assetClass: 'future', currency: 'EUR', tickSize: 0.1, lotSize: null, multiplier: 100 },
    ])
  })

  it.each([
    ['an empty file', '', [], 3, 'EMPTY_FILE'],
    ['a header without rows', 'date,open,high,low,close,volume\n', [], 3, 'NO_ROWS'],
    ['a missing column', 'date,open,high,low,volume\n2020-01-02,1,1,1,1\n', [], 2, 'MISSING_COLUMN'],
    [
      'a mapped column that is not there',
      'date,open,high,low,close,volume\n2020-01-02,1,1,1,1,1\n',
      ['--column', 'close=Closse'],
      2,
      'UNKNOWN_COLUMN',
    ],
    [
      'a role that does not exist',
      'date,open,high,low,close,volume\n2020-01-02,1,1,1,1,1\n',
      ['--column', 'clsoe=close'],
      2,
      'UNKNOWN_COLUMN_ROLE',
    ],
  ] as const)('refuses %s and leaves nothing behind', async (_, text, flags, exitCode, code) => {
    const cwd = await newFolder()
    await writeFile(join(cwd, 'bad.csv'), text)
    const refusal = await refusalOf(['snapshot', 'import', 'bad.csv', '--id', 'bad', ...flags], exitCode, {
      cwd,
    })
    expect(refusal).toMatchObject({ class: exitCode === 2 ? 'UsageError' : 'DataError', code })
    expect(await holdsNothing(cwd)).toBe(true)
  })

  it('names file and line of bars that cannot be', async () => {
    const cwd = await newFolder()
    const rows = ['2020-01-02,10,12,9,11,5', '2020-01-03,11,10,12,11,5', '2020-01-06,nan,12,9,11,5']
    await writeFile(join(cwd, 'bad.csv'), `date,open,high,low,close,volume\n${rows.join('\n')}\n`)
    const refusal = await refusalOf(['snapshot', 'import', 'bad.csv', '--id', 'bad'], 3, { cwd })
    expect(refusal.code).toBe('BAD_BARS')
    expect(refusal.message).toContain('bad.csv:3')
    expect(refusal.message).toContain('bad.csv:4')
    const codes = (refusal.details['findings'] as { code: string }[]).map(({ code }) => code)
    expect(codes).toContain('HIGH_BELOW_LOW')
    expect(await holdsNothing(cwd)).toBe(true)
  })

  it('keeps an id for the content it was given to, and removes what it sealed in vain', async () => {
    const cwd = await sampleProject()
    const before = await readdir(join(cwd, '.throughline', 'snapshots'))
    await writeFile(join(cwd, 'other.csv'), sampleCsv({ days: 50 }))
    const refusal = await refusalOf(['snapshot', 'import', 'other.csv', '--id', 'sample'], 2, { cwd })
    expect(refusal).toMatchObject({ class: 'UsageError', code: 'SNAPSHOT_ID_TAKEN' })
    expect(await readdir(join(cwd, '.throughline', 'snapshots'))).toEqual(before)
  })

  it('judges the id before it reads a file', async () => {
    const cwd = await newFolder()
    const refusal = await refusalOf(['snapshot', 'import', 'none.csv', '--id', '../up'], 2, { cwd })
    expect(refusal.code).toBe('BAD_SNAPSHOT_ID')
    expect((await refusalOf(['snapshot', 'import', 'none.csv', '--id', 'x'], 2, { cwd })).code).toBe(
      'NO_SUCH_FILE',
    )
    expect(await holdsNothing(cwd)).toBe(true)
  })
})

describe('snapshot list, show, verify', () => {
  it('agree on what was sealed', async () => {
    const cwd = await sampleProject()
    const { snapshots } = await answerOf(['snapshot', 'list'], { cwd })
    expect(snapshots).toHaveLength(1)
    const { hash } = snapshots[0]
    expect(await answerOf(['snapshot', 'show', hash.slice(0, 10)], { cwd })).toMatchObject({
      id: 'sample',
      hash,
      bars: 360,
      trials: 0,
      instrumentList: [{ id: 'GEN_001' }, { id: 'GEN_002' }, { id: 'GEN_003' }],
      sources: [{ name: 'sample.csv', rows: 360 }],
    })
    expect(await answerOf(['snapshot', 'verify', 'sample'], { cwd })).toMatchObject({
      id: 'sample',
      hash,
      ok: true,
    })
    expect((await throughline(['snapshot', 'list'], { cwd })).stdout).toMatch(/^sample +3 +360 +1d/m)
    expect((await throughline(['snapshot', 'show', 'sample'], { cwd })).stdout).toContain(
      '360 bars of 3 instruments',
    )
    expect((await throughline(['snapshot', 'verify', 'sample'], { cwd })).stdout).toContain(
      'is as it was sealed',
    )
  })

  it('name a snapshot that is not there, and the nearest one', async () => {
    const cwd = await sampleProject()
    const refusal = await refusalOf(['snapshot', 'show', 'sampel'], 2, { cwd })
    expect(refusal.code).toBe('SNAPSHOT_NOT_FOUND')
    expect(refusal.message).toContain("'sample'")
    const nowhere = await refusalOf(['snapshot', 'list', '--store', 'nowhere'], 2, { cwd })
    expect(nowhere.code).toBe('STORE_NOT_FOUND')
  })

  it('find one changed byte on disk, and a run refuses it too', async () => {
    const cwd = await sampleProject()
    const [hash = ''] = await readdir(join(cwd, '.throughline', 'snapshots'))
    const path = join(cwd, '.throughline', 'snapshots', hash, 'bars.parquet')
    const bytes = await readFile(path)
    bytes[Math.floor(bytes.length / 2)]! ^= 1
    await writeFile(path, bytes)
    const changed = { class: 'DataError', code: 'SNAPSHOT_CHANGED' }
    expect(await refusalOf(['snapshot', 'verify', 'sample'], 3, { cwd })).toMatchObject(changed)
    await writeFile(
      join(cwd, 's.ts'),
      "import { defineStrategy } from 'throughline'\nexport default defineStrategy({ name: 's', decide() {} })\n",
    )
    const args = ['run', 's.ts', '--snapshot', 'sample', '--cost', 'none']
    expect(await refusalOf(args, 3, { cwd })).toMatchObject(changed)
    expect((await answerOf(['runs', 'list'], { cwd }))['runs']).toEqual([])
  })
})
