/** The backends that read Parquet, by name; each is loaded only where it is chosen. */
import { didYouMean, UsageError } from '../../model/index.ts'
import type { ColumnFile } from './column-file.ts'

/**
 * `duckdb`: the fastest, the default. `js`: no native code. `polars`: an optional package, on Node 22 and later.
 * Which one is chosen never shows in a snapshot: each gives the same bars to the bit.
 */
export const READER_BACKENDS = ['duckdb', 'js', 'polars'] as const
export type ReaderBackend = (typeof READER_BACKENDS)[number]

export const DEFAULT_BACKEND: ReaderBackend = 'duckdb'

/** The backend of a name. Throws `UsageError` UNKNOWN_BACKEND. */
export function parseBackend(name: string): ReaderBackend {
  const known = READER_BACKENDS.find((backend) => backend === name)
  if (known !== undefined) return known
  throw new UsageError(
    'UNKNOWN_BACKEND',
    `A backend must be one of ${READER_BACKENDS.join(', ')}, but it is '${name}'.${didYouMean(name, READER_BACKENDS)}`,
    { backend: name },
  )
}

/**
 * Opens a Parquet file through a backend. Throws `UsageError` UNKNOWN_BACKEND, NO_BACKEND (it is not installed, or not on
 * this Node), and the backend's own errors where it cannot read the file.
 */
export async function openColumns(path: string, backend: string = DEFAULT_BACKEND): Promise<ColumnFile> {
  switch (parseBackend(backend)) {
    case 'duckdb':
      return (await import('./duckdb-columns.ts')).openDuckDbColumns(path)
    case 'js':
      return (await import('./js-columns.ts')).openJsColumns(path)
    case 'polars':
      return (await import('./polars-columns.ts')).openPolarsColumns(path)
  }
}
