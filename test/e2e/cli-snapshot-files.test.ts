/** `snapshot export`, `snapshot diff`. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  answerOf,
  ensureBuilt,
  finish,
  MAIN,
  refusalOf,
  sampleCsv,
  sampleProject,
  throughline,
} from './cli-process.ts'

let cwd = ''
beforeAll(async () => {
  await ensureBuilt()
  cwd = await sampleProject()
  const attributes = ['--tick-size', '0.01', '--currency', 'EUR', '--asset-class', 'etf']
  await answerOf(['snapshot', 'import', 'sample.csv', '--id', 'euro', ...attributes], { cwd })
}, 120_000)

const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
const exported = (id: string, ...flags: readonly string[]): string[] => ['snapshot', 'export', id, ...flags]

describe('snapshot export', () => {
  it.each(['csv', 'parquet'])('writes %s that imports to the same hash', async (format) => {
    const out = `sample.${format}`
    const answer = await answerOf(exported('sample', '--format', format, '--out', out), { cwd })
    const { size } = { size: (await readFile(join(cwd, out))).length }
    expect(answer).toMatchObject({
      id: 'sample',
      format,
      out,
      instruments: 3,
      bars: 360,
      interval: '1d',
      bytes: size,
    })
    const again = await answerOf(['snapshot', 'import', out, '--id', `again-${format}`], { cwd })
    expect(again['hash']).toBe(answer['hash'])
  })

  it('writes an Arrow file that holds the same bars', async () => {
    await answerOf(exported('sample', '--format', 'arrow', '--out', 'sample.arrow'), { cwd })
    const table = tableFromIPC(await readFile(join(cwd, 'sample.arrow')))
    await answerOf(exported('sample', '--format', 'csv', '--out', 'beside.csv'), { cwd })
    const rows = (await readFile(join(cwd, 'beside.csv'), 'utf8')).trim().split('\n').slice(1)
    expect(table.numRows).toBe(rows.length)
    const row = table.get(200)!.toJSON()
    const date = new Date(Number(row['time'])).toISOString().slice(0, 10)
    const values = ['open', 'high', 'low', 'close', 'volume'].map((name) => String(row[name]))
    expect([date, row['instrument'], ...values].join(',')).toBe(rows[200])
  })

  it('keeps attributes in a table beside the bars', async () => {
    const flags = ['--format', 'csv', '--out', 'euro.csv', '--attributes-out', 'euro-table.csv']
    const { hash } = await answerOf(exported('euro', ...flags), { cwd })
    const table = await readFile(join(cwd, 'euro-table.csv'), 'utf8')
    expect(table.split('\n').slice(0, 2)).toEqual([
      'id,symbol,assetClass,currency,tickSize,lotSize,multiplier,calendar',
      'GEN_001,GEN_001,etf,EUR,0.01,,1,',
    ])
    const again = [
      'snapshot',
      'import',
      'euro.csv',
      '--id',
      'euro-again',
      '--instruments-table',
      'euro-table.csv',
    ]
    expect(await answerOf(again, { cwd })).toMatchObject({ hash })
  })

  it('takes a part by instruments and dates', async () => {
    const flags = ['--instruments', 'GEN_003,GEN_001', '--from', '2020-02-03', '--to', '2020-02-04']
    const { code, stdout, stderr } = await throughline(
      exported('sample', '--format', 'csv', '--out', '-', ...flags),
      { cwd },
    )
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.split('\n').map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      'time instrument',
      '2020-02-03 GEN_001',
      '2020-02-04 GEN_001',
      '2020-02-03 GEN_003',
      '2020-02-04 GEN_003',
      '',
    ])
  })

  it('writes the same bytes to stdout as to a file', async () => {
    for (const format of ['csv', 'parquet', 'arrow']) {
      await answerOf(exported('sample', '--format', format, '--out', 'file.out'), { cwd })
      const piped = `"$0" "$1" snapshot export sample --format ${format} --out - > piped.out`
      expect((await finish('sh', ['-c', piped, process.execPath, MAIN], { cwd })).code).toBe(0)
      const [file, pipe] = await Promise.all(
        ['file.out', 'piped.out'].map((name) => readFile(join(cwd, name))),
      )
      expect(hashOf(pipe!)).toBe(hashOf(file!))
    }
  })

  it('writes nothing at all, to a file or to stdout, of a snapshot that was changed', async () => {
    const damaged = await sampleProject({ days: 60 })
    const { hash } = await answerOf(['snapshot', 'show', 'sample'], { cwd: damaged })
    const bars = join(damaged, '.throughline', 'snapshots', String(hash), 'bars.parquet')
    const bytes = await readFile(bars)
    // In the prices of the last instrument: the first ones are sound.
    bytes[Math.floor(bytes.length * 0.8)]! ^= 1
    await writeFile(bars, bytes)
    for (const format of ['csv', 'parquet', 'arrow']) {
      await writeFile(join(damaged, 'kept'), 'what was there')
      const toFile = exported('sample', '--format', format, '--out', 'kept')
      expect((await refusalOf(toFile, 3, { cwd: damaged })).code).toBe('SNAPSHOT_CHANGED')
      expect(await readFile(join(damaged, 'kept'), 'utf8')).toBe('what was there')
      const toStdout = await throughline(exported('sample', '--format', format, '--out', '-'), {
        cwd: damaged,
      })
      expect([toStdout.code, toStdout.stdout]).toEqual([3, ''])
    }
    expect((await readdir(damaged)).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it.each([
    ['an unknown format', ['--format', 'xlsx', '--out', 'x'], 'BAD_CHOICE'],
    [
      'an unknown instrument',
      ['--format', 'csv', '--out', 'x', '--instruments', 'GEN_01'],
      'UNKNOWN_INSTRUMENT',
    ],
    ['dates without bars', ['--format', 'csv', '--out', 'x', '--to', '1999-12-31'], 'NO_BARS_IN_RANGE'],
    ['a date that is none', ['--format', 'csv', '--out', 'x', '--from', 'soon'], 'BAD_DATE'],
    ['stdout for both answer and file', ['--format', 'csv', '--out', '-'], 'STDOUT_TAKEN'],
  ])('refuses %s', async (_, flags, code) => {
    expect(await refusalOf(exported('sample', ...flags), 2, { cwd })).toMatchObject({ code })
    expect(existsSync(join(cwd, 'x'))).toBe(false)
  })
})

describe('snapshot diff', () => {
  it('ends with 0 where the content is the same, whatever the name', async () => {
    await answerOf(['snapshot', 'import', 'sample.csv', '--id', 'twin'], { cwd })
    const { code, stdout } = await throughline(['snapshot', 'diff', 'sample', 'twin'], { cwd })
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^sample and twin have the same content, hash /),
    ])
    expect(await answerOf(['snapshot', 'diff', 'sample', 'twin'], { cwd })).toMatchObject({
      equal: true,
      bars: [],
    })
  })

  it('ends with 1 and shows what differs', async () => {
    const lines = sampleCsv().trim().split('\n')
    const [symbol, date, open, high, low, close, volume] = lines[5]!.split(',')
    lines[5] = [symbol, date, open, high, low, close, Number(volume) + 7].join(',')
    await writeFile(join(cwd, 'other.csv'), `${lines.slice(0, -2).join('\n')}\n`)
    await answerOf(['snapshot', 'import', 'other.csv', '--id', 'other', '--tick-size', '0.01'], { cwd })
    const { code, stdout } = await throughline(['snapshot', 'diff', 'sample', 'other'], { cwd })
    expect(code).toBe(1)
    expect(stdout).toContain('- sample  360 bars of 3')
    expect(stdout).toContain('+ other   358 bars of 3')
    expect(stdout).toContain('GEN_001 tickSize: none -> 0.01')
    expect(stdout).toContain(`  ! ${date} volume ${volume} -> ${Number(volume) + 7}`)
    expect(stdout).toContain('GEN_003: bars 2 removed')
    const json = await throughline(['snapshot', 'diff', 'sample', 'other', '--json'], { cwd })
    expect(json.code).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({
      equal: false,
      a: { id: 'sample', bars: 360 },
      b: { id: 'other', bars: 358 },
      bars: [
        { instrument: 'GEN_001', changed: { count: 1 } },
        { instrument: 'GEN_003', removed: { count: 2 } },
      ],
    })
  })

  it('refuses a snapshot that is not there', async () => {
    expect(await refusalOf(['snapshot', 'diff', 'sample', 'nothing'], 2, { cwd })).toMatchObject({
      code: 'SNAPSHOT_NOT_FOUND',
    })
  })
})
