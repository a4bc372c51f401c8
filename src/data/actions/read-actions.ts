/** Files of corporate actions, their layout told by their content: ours as CSV or JSON, Lean's factor and map files. */
import { basename } from 'node:path'
import { DataError } from '../../model/index.ts'
import { findFiles } from '../read/find-files.ts'
import { fileError, readSource, type SourceFile, sourceFile } from '../read/source-file.ts'
import { decodeHead } from '../read/text-head.ts'
import { type ActionProblem, badActions, type Located } from './given.ts'
import { FACTOR_LINE, MAP_LINE, readFactorFile, readMapFile } from './lean-files.ts'
import { isActionHeader, readActionCsv, readActionJson } from './own-layout.ts'

/** Files of actions hold thousands of rows, not millions. */
const MOST_BYTES = 64 * 1024 * 1024

type ActionLayout = 'csv' | 'json' | 'lean-factors' | 'lean-map'

/** A file of actions that was imported. */
export interface ActionSource {
  /** The shortest end of its path that no other file of the import shares. */
  readonly name: string
  readonly layout: ActionLayout
  readonly bytes: number
  /** Of the file as it lies on disk. */
  readonly sha256: string
  /** Rows that say something, of whatever instrument. */
  readonly actions: number
}

export interface ReadActions {
  readonly located: readonly Located[]
  /** Ascending by name. */
  readonly sources: readonly ActionSource[]
}

/**
 * Reads files, in any order; folders and patterns stand for the files in them. Throws `UsageError` NO_SUCH_FILE, EMPTY_FOLDER and `DataError` BAD_ACTIONS, ACTION_LAYOUT,
 * ACTION_FILE_TOO_LARGE, NOT_TEXT, BAD_COMPRESSION.
 */
export async function readActionFiles(paths: readonly string[]): Promise<ReadActions> {
  const located: Located[] = []
  const problems: ActionProblem[] = []
  const sources: ActionSource[] = []
  for (const found of paths.length === 0 ? [] : await findFiles(paths)) {
    const file = await sourceFile(found.path, found)
    const { bytes, sha256 } = await bytesOf(file)
    const { text } = decodeHead(file.name, bytes)
    const { layout, read } = readText(file.name, text)
    located.push(...read.located)
    problems.push(...read.problems)
    sources.push({
      name: file.name,
      layout,
      bytes: file.bytes,
      sha256,
      actions: read.located.filter(({ given }) => given.kind !== 'listing').length,
    })
  }
  if (problems.length > 0) throw badActions(problems)
  return { located, sources: sources.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }
}

function readText(file: string, text: string) {
  const lines = text.split(/\r?\n/)
  const first = lines.find((line) => line.trim() !== '')?.trim() ?? ''
  const instrument = basename(file).replace(/\.(csv|txt|gz|zst)\b.*$/i, '')
  if (/^[[{]/.test(first)) return { layout: 'json', read: readActionJson(file, text) } as const
  if (FACTOR_LINE.test(first)) {
    return { layout: 'lean-factors', read: readFactorFile({ file, instrument, lines }) } as const
  }
  if (MAP_LINE.test(first)) {
    return { layout: 'lean-map', read: readMapFile({ file, instrument, lines }) } as const
  }
  if (isActionHeader(first)) return { layout: 'csv', read: readActionCsv(file, lines) } as const
  throw new DataError(
    'ACTION_LAYOUT',
    `A file of corporate actions must be CSV with columns instrument, ex_date and kind, JSON with such objects, or a factor or map file of QuantConnect, but ${file} begins with '${first.slice(0, 80)}'.`,
    { file },
  )
}

async function bytesOf(file: SourceFile): Promise<{ bytes: Uint8Array; sha256: string }> {
  const reading = readSource(file)
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for await (const piece of reading.pieces) {
      length += piece.length
      if (length > MOST_BYTES) {
        throw new DataError(
          'ACTION_FILE_TOO_LARGE',
          `A file of corporate actions may have ${MOST_BYTES} bytes, but ${file.name} has more. Are these bars?`,
          { file: file.name },
        )
      }
      pieces.push(piece.slice())
    }
  } catch (error) {
    throw fileError(file.name, error)
  }
  return { bytes: Buffer.concat(pieces), sha256: reading.sha256() }
}
