/** `runs export`: evidence of a run as CSV, JSON, Parquet or Arrow, whole or not at all. */
import { readEvidence } from '../../run/index.ts'
import { oneOf, refuseSharedStdout } from '../shell/export-flags.ts'
import { answer, type CommonFlags } from '../shell/output.ts'
import { withStore } from '../shell/store-access.ts'
import { intoPlace, writeWhole } from '../shell/whole-file.ts'
import { EXPORTS, type ExportColumn, exportColumns } from './export-columns.ts'
import { csvPieces, jsonPieces } from './export-text.ts'

const FORMATS = ['csv', 'json', 'parquet', 'arrow'] as const
type Format = (typeof FORMATS)[number]

export interface ExportFlags extends CommonFlags {
  readonly what: string
  readonly format: string
  readonly out: string
}

export async function exportRun(flags: ExportFlags, [wanted = '']: readonly string[]): Promise<void> {
  const what = oneOf('--what', flags.what, EXPORTS)
  const format = oneOf('--format', flags.format, FORMATS)
  const { out } = flags
  refuseSharedStdout(flags, out, 'export')
  await withStore(flags, 'read', async ({ store }) => {
    const evidence = await readEvidence(store, wanted)
    const { runId } = evidence.run
    const columns = await exportColumns(what, store, evidence)
    const rows = columns[0]?.values.length ?? 0
    const bytes = await write(columns, format, out)
    if (out === '-') return
    await answer(flags, {
      document: { runId, what, format, out, rows, bytes },
      text: () => `${out}: ${what} of ${runId}, ${rows} rows, ${bytes} bytes`,
    })
  })
}

async function write(columns: readonly ExportColumn[], format: Format, out: string): Promise<number> {
  switch (format) {
    case 'csv':
      return writeWhole(out, csvPieces(columns))
    case 'json':
      return writeWhole(out, jsonPieces(columns))
    case 'arrow': {
      const { arrowBytes } = await import('./export-arrow.ts')
      return writeWhole(out, [arrowBytes(columns)])
    }
    case 'parquet': {
      const { parquetBytes, writeParquet } = await import('./export-parquet.ts')
      if (out === '-') return writeWhole(out, [await parquetBytes(columns)])
      return intoPlace(out, (temporary) => writeParquet(columns, temporary))
    }
    default:
      return format satisfies never
  }
}
