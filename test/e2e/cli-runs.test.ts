/** `runs` and `report`: what was stored, looked at in every way. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { tableFromIPC } from 'apache-arrow'
import { beforeAll, describe, expect, it } from 'vitest'
import { changeLedgerByte } from './cli-damage.ts'
import {
  answerOf,
  EXAMPLES,
  ensureBuilt,
  type Json,
  refusalOf,
  sampleProject,
  throughline,
} from './cli-process.ts'

let cwd: string
let first: Json
let second: Json

const run = (...flags: string[]): Promise<Json> => {
  const strategy = join(EXAMPLES, 'sma-cross.ts')
  return answerOf(
    ['run', strategy, '--snapshot', 'sample', '--set', 'fast=5', '--set', 'slow=20', ...flags],
    { cwd },
  )
}

beforeAll(async () => {
  await ensureBuilt()
  cwd = await sampleProject()
  first = await run('--cost', 'fixed-fee=1', '--run-id', 'first', '--tag', 'kept')
  second = await run('--cost', 'none', '--run-id', 'second', '--risk-free', '0.03', '--label', 'no costs')
})

describe('runs list', () => {
  it('shows what the filters let through, newest first', async () => {
    const ids = async (...flags: string[]): Promise<string[]> =>
      (await answerOf(['runs', 'list', ...flags], { cwd }))['runs'].map(({ runId }: Json) => runId)
    expect(await ids()).toEqual(['second', 'first'])
    expect(await ids('--limit', '1')).toEqual(['second'])
    expect(await ids('--tag', 'kept')).toEqual(['first'])
    expect(await ids('--strategy', 'other')).toEqual([])
    expect(await ids('--snapshot', 'sample', '--strategy', 'sma-cross')).toEqual(['second', 'first'])
    expect((await refusalOf(['runs', 'list', '--limit', '0'], 2, { cwd })).code).toBe('BAD_LIMIT')
  })

  it('is a table for people', async () => {
    const { stdout } = await throughline(['runs', 'list'], { cwd })
    expect(stdout).toMatch(/^run +snapshot +return/)
    expect(stdout).toMatch(/^second +sample .*no costs$/m)
  })
})

describe('runs show', () => {
  it('takes a prefix, and names the nearest where nothing fits', async () => {
    expect(await answerOf(['runs', 'show', 'fir'], { cwd })).toMatchObject({ runId: 'first', tags: ['kept'] })
    const refusal = await refusalOf(['runs', 'show', 'firts'], 2, { cwd })
    expect(refusal.code).toBe('RUN_NOT_FOUND')
    expect(refusal.message).toContain("'first'")
    expect((await throughline(['runs', 'show', 'first'], { cwd })).stdout).toContain('Final equity')
  })
})

describe('runs compare', () => {
  it('puts runs side by side and says what differs', async () => {
    const answer = await answerOf(['runs', 'compare', 'first', 'second'], { cwd })
    expect(answer).toMatchObject({ names: ['first', 'second'], hasOneContext: false })
    expect(answer['warnings'].map(({ code }: Json) => code)).toEqual(['CONTEXTS_DIFFER'])
    const fees = answer['rows'].find(({ key }: Json) => key === 'fees')
    expect(fees.values).toEqual([first['metrics'].fees, 0])
    const { stdout } = await throughline(['runs', 'compare', 'first', 'second'], { cwd })
    expect(stdout).toMatch(/Final equity +[\d,.]+/)
    expect(stdout).toContain('! Annualised figures do not compare')
    expect((await refusalOf(['runs', 'compare', 'first', 'first'], 2, { cwd })).code).toBe('SAME_RUN')
  })
})

describe('what may change of a run', () => {
  it('is its label, its tags and whether it is archived', async () => {
    const change = (...args: string[]): Promise<Json> => answerOf(['runs', ...args], { cwd })
    expect(await change('label', 'first', 'with costs')).toMatchObject({ label: 'with costs' })
    expect(await change('label', 'first', '--remove')).toMatchObject({ label: null })
    expect(await change('tag', 'first', 'x', 'y')).toMatchObject({ tags: ['kept', 'x', 'y'] })
    expect(await change('tag', 'first', 'x', 'y', '--remove')).toMatchObject({ tags: ['kept'] })
    expect(await change('archive', 'first')).toMatchObject({ archived: true })
    expect((await change('list'))['runs']).toHaveLength(1)
    expect((await change('list', '--archived'))['runs']).toMatchObject([{ runId: 'first' }])
    const restored = await change('archive', 'first', '--undo')
    expect(restored).toMatchObject({
      archived: false,
      identity: first['identity'],
      ledgerHash: first['ledgerHash'],
    })
    expect((await refusalOf(['runs', 'label', 'first'], 2, { cwd })).code).toBe('LABEL_OR_REMOVE')
    expect((await refusalOf(['runs', 'tag', 'first', 'a b'], 2, { cwd })).code).toBe('BAD_TAG')
  })
})

describe('runs verify', () => {
  it('finds nothing wrong with what was just stored', async () => {
    const { counts } = first
    expect(await answerOf(['runs', 'verify', 'first'], { cwd })).toEqual({
      runId: 'first',
      ok: true,
      events: counts.events,
      firstBad: null,
    })
    expect((await throughline(['runs', 'verify', 'first'], { cwd })).stdout).toContain(
      'is as it was recorded',
    )
  })

  it('fails with exit code 3 and names the event where a byte of the ledger changed', async () => {
    const other = await sampleProject()
    const args = [
      'run',
      join(EXAMPLES, 'sma-cross.ts'),
      '--snapshot',
      'sample',
      '--cost',
      'none',
      '--run-id',
      'mine',
    ]
    await answerOf([...args, '--set', 'fast=5', '--set', 'slow=20'], { cwd: other })
    await changeLedgerByte(other)
    const { code, stdout, stderr } = await throughline(['runs', 'verify', 'mine', '--json'], { cwd: other })
    expect(code).toBe(3)
    const said = `${stdout}${stderr}`
    expect(said).toMatch(/"firstBad":\{"seq":\d+|LEDGER_DAMAGED|STORE_DAMAGED/)
  })
})

describe('runs source', () => {
  it('gives the text that was run, whose hash the run names', async () => {
    const { strategy, text } = await answerOf(['runs', 'source', 'first'], { cwd })
    expect(strategy).toMatchObject({ name: 'sma-cross', tier: 1, packages: [], hash: first['strategy'].hash })
    expect(text).toContain('sma-cross')
    const { stdout } = await throughline(['runs', 'source', 'first'], { cwd })
    expect(stdout.trimEnd()).toBe(text.trimEnd())
  })
})

describe('runs export', () => {
  const WHATS = ['ledger', 'fills', 'trades', 'equity', 'returns'] as const
  const rowsOf = (what: (typeof WHATS)[number]): number =>
    ({
      ledger: first['counts'].events,
      fills: first['counts'].fills,
      trades: first['counts'].trades,
      equity: first['counts'].pulses,
      returns: first['counts'].pulses - 1,
    })[what]

  it.each(WHATS)('writes %s in every format, the same rows in each', async (what) => {
    const answers = await Promise.all(
      ['csv', 'json', 'parquet', 'arrow'].map((format) => {
        const out = `out/${what}.${format}`
        return answerOf(['runs', 'export', 'first', '--what', what, '--format', format, '--out', out], {
          cwd,
        })
      }),
    )
    for (const answer of answers) expect(answer).toMatchObject({ runId: 'first', what, rows: rowsOf(what) })
    const read = (ending: string): Promise<Buffer> => readFile(join(cwd, 'out', `${what}.${ending}`))
    const fromJson = JSON.parse((await read('json')).toString('utf8')) as Json[]
    const columns = Object.keys(fromJson[0] ?? {})
    expect(fromJson).toHaveLength(rowsOf(what))

    const csv = (await read('csv')).toString('utf8')
    expect(csv.startsWith(`${columns.join(',')}\r\n`)).toBe(true)
    expect(csv.endsWith('\r\n')).toBe(true)

    const arrow = tableFromIPC(await read('arrow'))
    expect(arrow.schema.fields.map(({ name }) => name)).toEqual(columns)
    const fromArrow = arrow.toArray().map((row: { toJSON(): Json }) => plain(row.toJSON()))
    expect(fromArrow).toEqual(fromJson)

    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    const path = join(cwd, 'out', `${what}.parquet`)
    const table = await connection.runAndReadAll(`SELECT * FROM '${path}'`)
    expect(table.getRowObjects().map((row) => plain(row))).toEqual(fromJson)
    connection.closeSync()
    const left = await readdir(join(cwd, 'out'))
    expect(left.filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('quotes fields of CSV by RFC 4180 and gives times as ms and as ISO text', async () => {
    const args = ['runs', 'export', 'first', '--what', 'ledger', '--format', 'csv', '--out', '-']
    const { stdout, code } = await throughline(args, { cwd })
    expect(code).toBe(0)
    const [head, started] = stdout.split('\r\n')
    expect(head).toMatch(/^seq,timeMs,time,kind,/)
    expect(started).toMatch(/^0,1577836800000,2020-01-01,run-started,.*"\{""identity"":/)
  })

  it('gives trades whose nets are those of the report', async () => {
    const args = ['runs', 'export', 'first', '--what', 'trades', '--format', 'json', '--out', '-']
    const trades = JSON.parse((await throughline(args, { cwd })).stdout) as Json[]
    const net = trades.reduce((sum, trade) => sum + trade['net'], 0)
    expect(net / trades.length).toBeCloseTo(first['metrics'].expectancy, 8)
  })

  it('refuses what it cannot write and leaves the old file', async () => {
    const args = (what: string, format: string, out: string): string[] =>
      `runs export first --what ${what} --format ${format} --out ${out}`.split(' ')
    expect((await refusalOf(args('trade', 'csv', 'x'), 2, { cwd })).code).toBe('BAD_CHOICE')
    expect((await refusalOf(args('trades', 'xls', 'x'), 2, { cwd })).code).toBe('BAD_CHOICE')
    expect((await refusalOf(args('trades', 'csv', '-'), 2, { cwd })).code).toBe('STDOUT_TAKEN')
    expect((await refusalOf(args('trades', 'csv', '.'), 2, { cwd })).code).toBe('NOT_A_FILE')
    expect((await refusalOf(args('trades', 'csv', 'sample.csv/x'), 3, { cwd })).code).toBe('NOT_WRITABLE')
  })
})

describe('report', () => {
  it.each([
    ['html', /^<!doctype html>/i],
    ['md', /^# /],
    ['json', /^\{/],
  ])('writes %s, to a file and to stdout', async (format, start) => {
    const out = join('reports', `first.${format}`)
    const answer = await answerOf(['report', 'first', '--format', format, '--out', out], { cwd })
    const text = await readFile(join(cwd, out), 'utf8')
    expect(answer).toMatchObject({ runId: 'first', format, bytes: Buffer.byteLength(text) })
    expect(text).toMatch(start)
    expect((await throughline(['report', 'first', '--format', format, '--out', '-'], { cwd })).stdout).toBe(
      text,
    )
  })

  it('takes the format from the ending, and refuses others', async () => {
    expect(await answerOf(['report', 'second', '--out', 'second.md'], { cwd })).toMatchObject({
      format: 'md',
    })
    const refusal = await refusalOf(['report', 'second', '--out', 'second.pdf'], 2, { cwd })
    expect(refusal.code).toBe('BAD_REPORT_FORMAT')
    expect(existsSync(join(cwd, 'second.pdf'))).toBe(false)
    expect(second['runId']).toBe('second')
  })
})

/** Integers come as bigint from Arrow and DuckDB. */
function plain(row: Readonly<Record<string, unknown>>): Json {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'bigint' ? Number(value) : value,
  ])
  return Object.fromEntries(entries) as Json
}
