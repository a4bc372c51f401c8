/** Measures imports, and the opening of what they sealed, in a process of its own. */
import { DuckDBInstance } from '@duckdb/node-api'
import { importFiles, listSealed, openSnapshot, readManifest, verifySnapshot } from '../src/data/index.ts'
import { peakBytes, residentBytes, type Sample, sampleOf } from './measure.ts'

/** Minute bars of `instruments`, the rows of each together; the same bytes whenever they are made. */
export interface MakeBarsTask {
  readonly path: string
  readonly format: 'csv' | 'parquet'
  readonly rows: number
  readonly instruments: number
  readonly seed: number
}

export async function makeBars(task: MakeBarsTask): Promise<{ readonly rows: number }> {
  const { path, format, rows, instruments, seed } = task
  const noise = (salt: number): string => `(hash(t * 131 + s * 7 + ${seed + salt}) % 1000) / 1000.0`
  const level = '100 + s + 10 * sin(t / 1000.0 + s)'
  const bars = `SELECT 'S' || lpad(s::VARCHAR, 3, '0') AS symbol, timestamp '2020-01-01' + to_minutes(t::INT) AS time,
    round(${level} + ${noise(1)}, 2) AS open, round(${level} + 1.5, 2) AS high, round(${level} - 1.5, 2) AS low,
    round(${level} + ${noise(2)}, 2) AS close, (hash(t * 31 + s + ${seed}) % 100000)::DOUBLE AS volume
    FROM range(${instruments}) a(s), range(${rows / instruments}) b(t) ORDER BY s, t`
  await withDuckDb((connection) =>
    connection.run(`COPY (${bars}) TO '${path}' (FORMAT ${format}${format === 'csv' ? ', HEADER' : ''})`),
  )
  return { rows }
}

export interface ImportTask {
  readonly path: string
  readonly backend: string
  /** Where it is sealed. */
  readonly folder: string
}

export type ImportReport =
  | {
      readonly hash: string
      readonly bars: number
      readonly ms: number
      readonly cpuMs: number
      readonly peakBytes: number
    }
  | { readonly refused: string }

export async function measureImport({ path, backend, folder }: ImportTask): Promise<ImportReport> {
  const since = performance.now()
  const used = process.cpuUsage()
  try {
    const { hash, manifest } = await importFiles({
      files: [path],
      folder,
      backend,
      timeZone: 'UTC',
      nowMs: 0,
    })
    const ms = performance.now() - since
    const { user, system } = process.cpuUsage(used)
    return { hash, bars: manifest.bars, ms, cpuMs: (user + system) / 1_000, peakBytes: peakBytes() }
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'NO_BACKEND') throw error
    return { refused: (error as Error).message }
  }
}

export interface OpenTask {
  readonly folder: string
  readonly repetitions: number
}

export interface OpenReport {
  readonly bars: number
  /** Bytes of the sealed file. */
  readonly bytes: number
  /** DuckDB's own scan of the six number columns of the sealed file into typed arrays. */
  readonly scan: Sample
  readonly open: Sample
  readonly one: Sample
  readonly verify: Sample
  readonly residentBytes: number
}

/** In turns, so that a slow moment of the machine falls on all alike. */
export async function measureOpen({ folder, repetitions }: OpenTask): Promise<OpenReport> {
  const [hash = ''] = listSealed(folder)
  const { bars, instruments, parquet } = readManifest(folder, hash)
  const middle = instruments[instruments.length >> 1]!.id
  const times: Record<'scan' | 'open' | 'one' | 'verify', number[]> = {
    scan: [],
    open: [],
    one: [],
    verify: [],
  }
  const timed = async (name: keyof typeof times, work: () => unknown): Promise<void> => {
    const since = performance.now()
    await work()
    times[name].push(performance.now() - since)
  }
  for (let n = 0; n < repetitions; n++) {
    await timed('scan', () => scanWithDuckDb(`${folder}/${hash}/bars.parquet`, bars))
    await timed('open', () => openSnapshot({ folder, hash }))
    await timed('one', () => openSnapshot({ folder, hash, instruments: [middle] }))
    await timed('verify', () => verifySnapshot({ folder, hash }))
  }
  return {
    bars,
    bytes: parquet.bytes,
    scan: sampleOf(times.scan),
    open: sampleOf(times.open),
    one: sampleOf(times.one),
    verify: sampleOf(times.verify),
    residentBytes: residentBytes(),
  }
}

async function scanWithDuckDb(path: string, rows: number): Promise<void> {
  const columns = Array.from({ length: 6 }, () => new Float64Array(rows))
  await withDuckDb(async (connection) => {
    const result = await connection.stream(
      `SELECT epoch_ms(time)::DOUBLE, open, high, low, close, volume FROM read_parquet('${path}')`,
    )
    for (let at = 0; ; ) {
      const chunk = await result.fetchChunk()
      if (chunk === null || chunk.rowCount === 0) return
      for (const [n, column] of columns.entries()) {
        const { items } = chunk.getColumnVector(n) as unknown as { readonly items: Float64Array }
        column.set(items, at)
      }
      at += chunk.rowCount
    }
  })
}

type Connection = Awaited<ReturnType<DuckDBInstance['connect']>>

async function withDuckDb<T>(task: (connection: Connection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:')
  try {
    const connection = await instance.connect()
    try {
      return await task(connection)
    } finally {
      connection.closeSync()
    }
  } finally {
    instance.closeSync()
  }
}
