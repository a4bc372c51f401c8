/** Importing large files through each backend, and opening and verifying what was sealed, beside the wanted figures. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImportReport, OpenReport } from '../reader-task.ts'
import type { Section, Setting } from '../section.ts'
import { decimal, megabytes, textTable, whole } from '../text-table.ts'
import { runTask } from './engine.ts'

const SEED = 20_261_120
const INSTRUMENTS = 100
const LARGE = 10_000_000
const SMALL = 1_000_000

interface Case {
  readonly name: string
  readonly format: 'csv' | 'parquet'
  readonly rows: number
  readonly backend: 'duckdb' | 'js' | 'polars'
  /** Of 10M rows. */
  readonly wanted?: { readonly seconds: number; readonly gigabytes: number }
}

/** CSV is read by one scanner whatever the backend: each shows the same figure. */
const CASES: readonly Case[] = [
  { name: 'CSV', format: 'csv', rows: SMALL, backend: 'duckdb' },
  { name: 'CSV', format: 'csv', rows: SMALL, backend: 'js' },
  { name: 'CSV', format: 'csv', rows: SMALL, backend: 'polars' },
  { name: 'CSV', format: 'csv', rows: LARGE, backend: 'duckdb', wanted: { seconds: 25, gigabytes: 2.5 } },
  {
    name: 'Parquet',
    format: 'parquet',
    rows: LARGE,
    backend: 'duckdb',
    wanted: { seconds: 12, gigabytes: 2.5 },
  },
  { name: 'Parquet', format: 'parquet', rows: LARGE, backend: 'js' },
  { name: 'Parquet', format: 'parquet', rows: LARGE, backend: 'polars' },
]

export const readersSection: Section = async (setting) => {
  const { quick } = setting.options
  const temporary = mkdtempSync(join(tmpdir(), 'throughline-readers-'))
  try {
    const cases = quick ? CASES.filter(({ format, rows }) => format === 'parquet' || rows === SMALL) : CASES
    const sized = cases.map((one) => ({ ...one, rows: quick ? SMALL : one.rows }))
    const imports: (Case & ImportReport)[] = []
    for (const [n, one] of sized.entries()) {
      const path = join(temporary, `${one.rows}.${one.format}`)
      if (!sized.slice(0, n).some(({ rows, format }) => rows === one.rows && format === one.format)) {
        await runTask(setting, 'makeBars', {
          path,
          format: one.format,
          rows: one.rows,
          instruments: INSTRUMENTS,
          seed: SEED,
        })
      }
      const folder = join(temporary, `sealed-${one.rows}`)
      // Whoever seals a content for the first time also writes it: each seals into a folder of its own.
      const own = join(temporary, `own-${n}`)
      const report = await runTask<ImportReport>(setting, 'import', {
        path,
        backend: one.backend,
        folder: own,
      })
      imports.push({ ...one, ...report })
      if (one.format === 'parquet' && one.backend === 'duckdb') {
        await runTask(setting, 'import', { path, backend: one.backend, folder })
      }
      rmSync(own, { recursive: true, force: true })
    }
    requireOneHash(imports)
    printImports(setting, imports)
    const rows = quick ? SMALL : LARGE
    const opened = await runTask<OpenReport>(setting, 'open', {
      folder: join(temporary, `sealed-${rows}`),
      repetitions: quick ? 3 : 5,
    })
    printOpened(setting, opened)
    return { imports, opened }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** The same rows give the same snapshot through every reader. */
function requireOneHash(imports: readonly (Case & ImportReport)[]): void {
  for (const rows of new Set(imports.map((one) => one.rows))) {
    const hashes = imports.flatMap((one) => (one.rows === rows && 'hash' in one ? [one.hash] : []))
    if (new Set(hashes).size > 1)
      throw new Error(`${rows} rows must give one hash, but gave ${hashes.join(', ')}`)
  }
}

function printImports({ say }: Setting, imports: readonly (Case & ImportReport)[]): void {
  say('import, check and seal 100 instruments, each in a process of its own')
  say(
    textTable(
      ['file', 'rows', 'backend', 's', 'wanted', 'processor s', 'peak MB', 'wanted', 'M rows/s'],
      imports.map((one) => {
        const head = [one.name, whole(one.rows), one.backend]
        if ('refused' in one) return [...head, 'not here', '', '', '', '', '']
        const wanted = one.rows === LARGE ? one.wanted : undefined
        return [
          ...head,
          decimal(one.ms / 1_000),
          wanted === undefined ? '' : `< ${wanted.seconds}`,
          decimal(one.cpuMs / 1_000),
          megabytes(one.peakBytes),
          wanted === undefined ? '' : `< ${whole(1_000 * wanted.gigabytes)}`,
          decimal(one.rows / one.ms / 1_000, 2),
        ]
      }),
    ),
  )
  for (const one of imports) if ('refused' in one) say(`${one.backend}: ${one.refused}`)
  say('')
}

function printOpened({ say }: Setting, { bars, bytes, scan, open, one, verify }: OpenReport): void {
  const perSecond = bytes / 1e3 / verify.least
  say(`open and verify ${whole(bars)} sealed bars (${megabytes(bytes)} MB), in turns in one process`)
  say(
    textTable(
      ['what', 'median ms', 'least ms', 'least against', 'wanted'],
      [
        ["DuckDB's scan of the six columns", decimal(scan.median), decimal(scan.least), '', ''],
        [
          'open into engine columns, verified',
          decimal(open.median),
          decimal(open.least),
          `${decimal(open.least / scan.least, 2)} x the scan`,
          '< 1.4 x',
        ],
        ['open one instrument of 100', decimal(one.median), decimal(one.least), '', '< 60 ms'],
        ['verify', decimal(verify.median), decimal(verify.least), `${whole(perSecond)} MB/s`, '> 400 MB/s'],
      ],
    ),
  )
  say('')
}
