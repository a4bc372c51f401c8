/** Rows of a Parquet file through the chosen backend; whatever is wrong with the file is one clear error. */
import { DataError, ThroughlineError } from '../../model/index.ts'
import { DEFAULT_BACKEND, openColumns, parseBackend } from './backends.ts'
import type { ColumnChunk, ColumnFile } from './column-file.ts'
import { readColumns } from './read-columns.ts'
import type { ReadRequest, ReadTable } from './read-text.ts'
import { readSource, type SourceFile } from './source-file.ts'

/**
 * Reads a Parquet file. Throws `UsageError` UNKNOWN_BACKEND, NO_BACKEND, `DataError` BAD_PARQUET and what `readColumns`
 * throws.
 */
export async function readParquet(file: SourceFile, request: ReadRequest): Promise<ReadTable> {
  const backend = parseBackend(request.backend ?? DEFAULT_BACKEND)
  const source = readSource(file)
  for await (const _ of source.pieces);
  const sha256 = source.sha256()
  const columns = await openColumns(file.path, backend).catch((error: unknown) => {
    throw badParquet(file, error)
  })
  try {
    const read = await readColumns(file.name, withClearErrors(file, columns), {
      options: request.options,
      findings: request.findings,
      onProgress: ({ share, rows }) => request.onProgress({ bytesRead: file.bytes * share, rows }),
    })
    return { format: 'parquet', ...read, sha256 }
  } finally {
    columns.close()
  }
}

/** The file with the errors of its backend, and only those, as BAD_PARQUET. */
function withClearErrors(file: SourceFile, columns: ColumnFile): ColumnFile {
  return {
    ...columns,
    read: async function* (wanted, limit): AsyncGenerator<ColumnChunk> {
      const chunks = columns.read(wanted, limit)[Symbol.asyncIterator]()
      try {
        for (;;) {
          const next = await chunks.next().catch((error: unknown) => {
            throw badParquet(file, error)
          })
          if (next.done === true) return
          yield next.value
        }
      } finally {
        await chunks.return?.()
      }
    },
  }
}

function badParquet({ name }: SourceFile, error: unknown): unknown {
  // Of the system: a disk that cannot be read.
  if (error instanceof ThroughlineError || (error as { syscall?: unknown }).syscall !== undefined)
    return error
  const [why = ''] = String((error as Error).message).split('\n')
  return new DataError(
    'BAD_PARQUET',
    `${name} must be a whole Parquet file, but it cannot be read: ${why.slice(0, 300)}. Fetch or write it again.`,
    { file: name },
    error,
  )
}
