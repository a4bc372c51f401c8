/**
 * The self-contained text of a strategy: what is hashed, stored with a run and executed. Its head says which npm
 * packages it holds, its comment lines name the file that each part came from, and nothing in it depends on where the
 * files lay: all that is needed to judge and run it again is in the text itself.
 */
import { createHash } from 'node:crypto'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { DataError } from '../model/index.ts'

export interface PackageVersion {
  readonly name: string
  readonly version: string
}

/** A place in a file: 1-based line and column. */
export interface SourcePlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A strategy's text and, where it was just bundled, the map back to the user's files. */
export interface StrategyText {
  readonly text: string
  /** A version 3 source map as JSON text; absent where a stored text is run again. */
  readonly sourceMap?: string
}

/** How many lines stand before the bundled code. */
export const HEAD_LINES = 2

const HEAD = /^"use strict";\n\/\/ throughline strategy text 1; packages: (none|[^\n]+)\n/

/** The head that opens a strategy text: strict mode, the format's version, the packages in it. */
export function strategyHead(packages: readonly PackageVersion[]): string {
  const list = packages.map(({ name, version }) => `${name}@${version}`).join(', ') || 'none'
  return `"use strict";\n// throughline strategy text 1; packages: ${list}\n`
}

/** The length of the head and the packages it names. Throws `DataError` BAD_STRATEGY_TEXT where there is none. */
export function readStrategyHead(text: string): {
  length: number
  packages: readonly PackageVersion[]
} {
  const match = HEAD.exec(text)
  if (match === null) {
    throw new DataError(
      'BAD_STRATEGY_TEXT',
      'A stored strategy text must begin with the head of format 1, but this one does not: it was changed, or made by a newer version.',
      { start: text.slice(0, 80) },
    )
  }
  const list = match[1]!
  const packages = list === 'none' ? [] : list.split(', ').map(packageOf)
  return { length: match[0].length, packages }
}

function packageOf(item: string): PackageVersion {
  const at = item.lastIndexOf('@')
  return { name: item.slice(0, at), version: item.slice(at + 1) }
}

/** SHA-256 of the text's UTF-8 bytes, 64 lower-case hexadecimal digits. */
export function hashStrategyText(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The file name under which a text runs, and so the one that stack traces show. */
export function scriptName(text: string): string {
  return `strategy-${hashStrategyText(text).slice(0, 12)}.js`
}

/** Maps places of the bundled text (1-based) to the user's files; without a map, to the text itself. */
export function originalPlaces({
  text,
  sourceMap,
}: StrategyText): (line: number, column: number) => SourcePlace {
  if (sourceMap === undefined) {
    const file = scriptName(text)
    return (line, column) => ({ file, line, column })
  }
  const map = new SourceMap(JSON.parse(sourceMap) as SourceMapPayload)
  return (line, column) => {
    const entry = map.findEntry(line - 1, column - 1)
    if (!('originalSource' in entry)) return { file: scriptName(text), line, column }
    return {
      file: entry.originalSource,
      line: entry.originalLine + 1,
      column: entry.originalColumn + 1,
    }
  }
}

/** The text of one line of a file as it was when it was bundled; undefined where the map does not hold it. */
export function sourceLineAt({ text, sourceMap }: StrategyText, place: SourcePlace): string | undefined {
  if (sourceMap !== undefined) {
    const { sources, sourcesContent } = JSON.parse(sourceMap) as SourceMapPayload
    const content = sourcesContent[sources.indexOf(place.file)]
    if (content !== undefined) return content.split(/\r?\n/)[place.line - 1]
  }
  return place.file === scriptName(text) ? text.split('\n')[place.line - 1] : undefined
}
