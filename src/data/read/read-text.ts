/** Rows of a text file, CSV or JSON, piece by piece: memory is the columns and one piece. */
import type { Findings } from '../findings.ts'
import { planCsv } from './csv-plan.ts'
import { scanCsv } from './csv-scan.ts'
import { planJson, scanJson } from './json-rows.ts'
import type { LineScan } from './line-scan.ts'
import type { RawColumns } from './row-columns.ts'
import { readHead, readSource, type SourceFile } from './source-file.ts'
import type { TableOptions, TablePlan } from './table-plan.ts'

const HEAD_BYTES = 1 << 16
/** Columns begin with room for so many rows at most, and grow. */
const MOST_EXPECTED_ROWS = 1 << 24

export interface ReadRequest {
  readonly options: TableOptions
  /** What reads Parquet. */
  readonly backend?: string | undefined
  readonly findings: Findings
  readonly onProgress: (progress: { readonly bytesRead: number; readonly rows: number }) => void
}

/** What a file gave. */
export interface ReadTable {
  readonly format: 'csv' | 'jsonl' | 'parquet'
  readonly plan: TablePlan
  readonly names: readonly string[]
  readonly columns: RawColumns
  readonly sha256: string
}

/** Reads a text file. Throws what the plan of its format throws, and `DataError` BAD_GZIP, LINE_TOO_LONG, NOT_CSV, NOT_JSON. */
export async function readText(file: SourceFile, request: ReadRequest): Promise<ReadTable> {
  const head = await readHead(file, HEAD_BYTES)
  const format = formatOf(head)
  const { plan, scan, firstRowAt } = format === 'csv' ? startCsv() : startJsonLines()
  function startCsv(): Started {
    const csv = planCsv(file.name, head, request.options)
    const started = scanCsv(csv, request.findings, expectedRows(file, head))
    return { plan: csv, scan: started, firstRowAt: csv.firstRowAt }
  }
  function startJsonLines(): Started {
    const json = planJson(file.name, head, request.options)
    const started = scanJson(json, request.findings, expectedRows(file, head))
    return { plan: json, scan: started, firstRowAt: json.firstRowAt }
  }
  const reading = readSource(file)
  await scanPieces(reading.pieces, firstRowAt, (bytes, isLast) => {
    const used = scan.push(bytes, isLast)
    request.onProgress({ bytesRead: reading.bytesRead(), rows: scan.rows.count() })
    return used
  })
  return { format, plan, names: scan.names, columns: scan.rows.columns(), sha256: reading.sha256() }
}

interface Started {
  readonly plan: TablePlan
  readonly scan: LineScan
  readonly firstRowAt: number
}

/** Told by the first character that is no blank. */
function formatOf(head: Uint8Array): 'csv' | 'jsonl' {
  const isMarked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  const first = head.subarray(isMarked ? 3 : 0).find((byte) => byte > 32)
  return first === 0x7b || first === 0x5b ? 'jsonl' : 'csv'
}

/** Feeds whole lines: what a piece leaves over is put before the next one, in the same memory. */
async function scanPieces(
  pieces: AsyncIterable<Uint8Array>,
  firstRowAt: number,
  push: LineScan['push'],
): Promise<void> {
  let memory = new Uint8Array(0)
  let filled = 0
  let skip = firstRowAt
  for await (const piece of pieces) {
    const fresh = piece.subarray(Math.min(skip, piece.length))
    skip -= piece.length - fresh.length
    if (filled + fresh.length > memory.length) {
      const larger = new Uint8Array(2 * (filled + fresh.length))
      larger.set(memory.subarray(0, filled))
      memory = larger
    }
    memory.set(fresh, filled)
    filled += fresh.length
    const used = push(memory.subarray(0, filled), false)
    memory.copyWithin(0, used, filled)
    filled -= used
  }
  push(memory.subarray(0, filled), true)
}

/** From the mean length of the head's lines; the columns grow where it was too few. */
function expectedRows(file: SourceFile, head: Uint8Array): number {
  let lines = 1
  for (const byte of head) if (byte === 10) lines++
  const unpacked = file.compression === 'none' ? file.bytes : file.bytes * 5
  const rows = (Math.max(unpacked, head.length) / Math.max(1, head.length)) * lines * 1.05 + 16
  return Math.min(rows, MOST_EXPECTED_ROWS)
}
