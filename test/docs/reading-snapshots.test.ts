/**
 * The examples of docs/reference/reading-snapshots.md that are not TypeScript: SQL through DuckDB, JavaScript, and Python where there is
 * one with the packages. They run in the folder of a sealed snapshot, as a reader of the page would run them.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateBars, type InstrumentBars, sealBars } from '../../src/index.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const page = readFileSync(join(root, 'docs/reference/reading-snapshots.md'), 'utf8')
const examples = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language} run\\n(.*?)\`\`\``, 'gs'))].map(([, code = '']) => code)

const bars = generateBars({ seed: 7, instruments: 3, days: 250, start: '2020-01-01' })
const second = bars[1] as InstrumentBars
let folder = ''
let snapshot = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-reading-'))
  const { hash } = sealBars({ folder, bars, source: 'test', nowMs: 0 })
  snapshot = join(folder, hash)
})
afterAll(() => rmSync(folder, { recursive: true }))

async function query(sql: string): Promise<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run("SET TimeZone = 'UTC'")
    const reader = await connection.runAndReadAll(
      sql.replaceAll("'bars.parquet'", `'${join(snapshot, 'bars.parquet')}'`),
    )
    return reader.getRowsJson()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

describe('SQL over a snapshot', () => {
  it('counts the bars of each instrument', async () => {
    const rows = await query(examples('sql')[0]!)
    expect(rows.map((row) => [row[0], Number(row[1])])).toEqual(bars.map((one) => [one.instrument.id, 250]))
    expect(String(rows[0]![2])).toContain('2020-01-01 00:00:00')
    const mean = second.volume.reduce((sum, value) => sum + value, 0) / 250
    expect(Number(rows[1]![4])).toBeCloseTo(mean, 6)
  })

  it('finds the largest moves of one', async () => {
    const rows = await query(examples('sql')[1]!)
    const moves = Array.from(second.close.subarray(1), (close, n) => close / second.close[n]! - 1)
    const largest = moves.toSorted((a, b) => Math.abs(b) - Math.abs(a)).slice(0, 5)
    rows.forEach((row, n) => {
      expect(Number(row[2])).toBeCloseTo(largest[n]!, 12)
    })
    expect(rows).toHaveLength(5)
  })

  it('pivots months', async () => {
    const rows = await query(examples('sql')[2]!)
    expect(rows[0]).toHaveLength(4)
    expect(Number(rows.at(-1)![2])).toBe(second.close.at(-1))
  })

  it('are all the examples that there are', () => {
    expect(examples('sql')).toHaveLength(3)
  })
})

describe('JavaScript over a snapshot', () => {
  it.each(examples('js'))('%#', (code) => {
    writeFileSync(join(folder, 'example.mjs'), code)
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
    const printed = execFileSync(process.execPath, [join(folder, 'example.mjs')], {
      cwd: snapshot,
      encoding: 'utf8',
    })
    expect(printed.trim()).toBe(`250 2020-01-01T00:00:00.000Z ${second.close.at(-1)}`)
  })
})

/** THROUGHLINE_PYTHON names an interpreter; else the one on the path. */
const python = process.env['THROUGHLINE_PYTHON'] ?? 'python3'
const hasPackages = spawnSync(python, ['-c', 'import pyarrow, polars, duckdb']).status === 0

// Python and its packages are not the project's to install: where they are not, their examples cannot run.
describe.skipIf(!hasPackages)('Python over a snapshot', () => {
  const run = (code: string): string => {
    const { status, stdout, stderr } = spawnSync(python, ['-c', code], { cwd: snapshot, encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    return stdout.trim()
  }

  it('reads one instrument with pyarrow', () => {
    const mean = second.close.reduce((sum, value) => sum + value, 0) / 250
    const [rows, type, found] = run(examples('python')[0]!).split(/ (?!UTC|tz)/)
    expect([rows, type]).toEqual(['250', 'timestamp[ms, tz=UTC]'])
    expect(Number(found)).toBeCloseTo(mean, 3)
  })

  it('scans with Polars', () => {
    const printed = run(examples('python')[1]!)
    for (const { instrument } of bars) expect(printed).toContain(instrument.id)
  })

  it('queries with DuckDB', () => {
    expect(run(examples('python')[2]!)).toBe("[('GEN_001', 250), ('GEN_002', 250), ('GEN_003', 250)]")
  })
})
