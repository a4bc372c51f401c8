/**
 * One call of the command line, from its arguments to its exit code. Only commander and small files are imported up
 * front; each command imports its own module when it is called, so that `--help` costs little more than Node itself.
 *
 * Exit codes: 0 done; 1 the compared things differ; 2 UsageError, 3 DataError, 4 VenueError, 70 InvariantError; 130 interrupted.
 */
import { CommanderError } from 'commander'
import { createProgram } from '../commands.ts'
import { errorText, errorToReport } from './errors.ts'
import { exitOnInterrupt } from './interrupt.ts'

/** Runs a command and sets `process.exitCode`; what goes wrong is told on stderr and never thrown. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  leaveQuietlyWhenNobodyReads()
  const stop = exitOnInterrupt()
  try {
    await createProgram().parseAsync(args.length === 0 ? ['--help'] : [...args], { from: 'user' })
  } catch (error) {
    // Help and version were printed: commander leaves by throwing.
    if (error instanceof CommanderError && error.exitCode === 0) return
    const reported = errorToReport(error)
    const wantsJson = args.slice(0, args.includes('--') ? args.indexOf('--') : args.length).includes('--json')
    process.stderr.write(errorText(reported, { wantsJson, isDebug: isSet('THROUGHLINE_DEBUG') }))
    process.exitCode = reported.error.exitCode
  } finally {
    stop()
  }
}

function isSet(name: string): boolean {
  const value = process.env[name]
  return value !== undefined && value !== '' && value !== '0'
}

/** `throughline runs list | head -1`: a reader that has gone is no error. */
function leaveQuietlyWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
      throw error
    })
  }
}
