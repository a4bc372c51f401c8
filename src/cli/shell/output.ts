/**
 * Where a command's words go. The answer is the only thing on stdout: with --json exactly one document, else text for
 * people. Everything beside the answer goes to stderr, and progress only where stderr is a terminal.
 */
import { InvariantError } from '../../model/index.ts'

/** The flags that every command has. */
export interface CommonFlags {
  readonly json?: boolean
  readonly store?: string
}

export interface Answer {
  readonly document: object
  /** Called only where a person reads. */
  readonly text: () => string | Promise<string>
}

/** Prints the answer. Throws `InvariantError` JSON_NOT_FINITE where the document holds NaN or an infinity. */
export async function answer(flags: CommonFlags, { document, text }: Answer): Promise<void> {
  if (flags.json === true) {
    process.stdout.write(`${jsonText(document)}\n`)
    return
  }
  const words = await text()
  process.stdout.write(words.endsWith('\n') ? words : `${words}\n`)
}

/** JSON on one line; unlike `JSON.stringify` it refuses what is not finite instead of writing null. */
function jsonText(document: object): string {
  return JSON.stringify(document, (key, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new InvariantError(
        'JSON_NOT_FINITE',
        `A number in JSON must be finite, but '${key}' is ${value}.`,
      )
    }
    return value
  })
}

/** Bold on a terminal that shows it. */
export function bold(text: string): string {
  return showsStyles() ? `\u001b[1m${text}\u001b[22m` : text
}

export function showsStyles(): boolean {
  return (
    process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb'
  )
}
