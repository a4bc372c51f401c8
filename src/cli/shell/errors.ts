/** Whatever a command throws, as one of the four classes, and the text of it for people and for scripts. */
import { DataError, InvariantError, ThroughlineError } from '../../model/index.ts'

export interface ReportedError {
  readonly error: ThroughlineError
  /** The command that was called, as `throughline run`, where it is known. */
  readonly command?: string
  /** What the command itself advises. */
  readonly hint?: string | undefined
}

/** An error on its way out of a command, with the command's name and advice. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly command: string
  readonly hint: string | undefined

  constructor(command: string, cause: unknown, hint?: string) {
    super(`${command} failed`, { cause })
    this.command = command
    this.hint = hint
  }
}

export function errorToReport(thrown: unknown): ReportedError {
  if (thrown instanceof CommandFailure) {
    return { error: knownError(thrown.cause), command: thrown.command, hint: thrown.hint }
  }
  return { error: knownError(thrown) }
}

/** A `ThroughlineError` passes; what the system refused is a `DataError`; anything else is our defect. */
function knownError(thrown: unknown): ThroughlineError {
  if (thrown instanceof ThroughlineError) return thrown
  const { code, message } = factsOf(thrown)
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new DataError(
      'DISK_FULL',
      `The disk must have room for what is written, but it is full (${code}). Make room and run the same again.`,
      { system: code },
      thrown,
    )
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new DataError(
      'NOT_PERMITTED',
      `The files of this command must be readable and its folders writable, but the system says: ${message}.`,
      { system: code },
      thrown,
    )
  }
  return new InvariantError('UNEXPECTED', `Something unexpected happened: ${message}.`, { code }, thrown)
}

function factsOf(thrown: unknown): { code: string | null; message: string } {
  if (!(thrown instanceof Error)) return { code: null, message: String(thrown) }
  const { code } = thrown as NodeJS.ErrnoException
  return { code: typeof code === 'string' ? code : null, message: thrown.message.replace(/\.$/, '') }
}

/** What goes to stderr, with its last newline. With --json one document: { error: { class, code, message, details } }. */
export function errorText(
  { error, command, hint }: ReportedError,
  { wantsJson, isDebug }: { readonly wantsJson: boolean; readonly isDebug: boolean },
): string {
  const { name, code, message, details } = error
  if (wantsJson) {
    const facts = { class: name, code, message, details, ...('retry' in error ? { retry: error.retry } : {}) }
    return `${JSON.stringify({ error: isDebug ? { ...facts, stack: stackOf(error) } : facts })}\n`
  }
  const stack = isDebug ? `${stackOf(error)}\n` : ''
  return `error: ${message}\nhint: ${hint ?? hintOf(error, command)} [${code}]\n${stack}`
}

function hintOf(error: ThroughlineError, command: string | undefined): string {
  switch (error.exitCode) {
    case 2:
      return `see ${command ?? 'throughline'} --help`
    case 3:
      return 'nothing was repaired, and nothing half-done was left behind'
    case 4:
      return 'the venue refused or failed'
    default:
      return 'this is a defect of Throughline: keep the store, and report it with what THROUGHLINE_DEBUG=1 shows'
  }
}

function stackOf(error: Error): string {
  const own = error.stack ?? String(error)
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own
}
