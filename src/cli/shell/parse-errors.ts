/** What commander refuses, as a UsageError that names the nearest thing that would have been accepted. */
import type { Command, CommanderError } from 'commander'
import { didYouMean, UsageError } from '../../model/index.ts'
import { CommandFailure } from './errors.ts'

/** The error of a command that could not be parsed; the call is made on the command that refused. */
export function parseFailure(error: CommanderError, command: Command): CommandFailure {
  return new CommandFailure(fullName(command), usageErrorOf(error, command))
}

/** `throughline runs list`. */
export function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`
}

function usageErrorOf(error: CommanderError, command: Command): UsageError {
  const name = fullName(command)
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  switch (error.code) {
    case 'commander.unknownOption': {
      const flags = command.options.flatMap(({ long }) => (long == null ? [] : [long]))
      const known = [...flags, '--help']
      return new UsageError(
        'UNKNOWN_FLAG',
        `${name} has no flag '${quoted}'.${didYouMean(quoted, known) || ` It has: ${known.join(', ')}.`}`,
        { flag: quoted, known },
      )
    }
    case 'commander.unknownCommand': {
      const known = command.commands.map((one) => one.name())
      return new UsageError(
        'UNKNOWN_COMMAND',
        `There is no command '${name} ${quoted}'.${didYouMean(quoted, known) || ` There are: ${known.join(', ')}.`}`,
        { command: quoted, known },
      )
    }
    case 'commander.missingArgument':
      return new UsageError(
        'MISSING_ARGUMENT',
        `${name} needs ${quoted.toUpperCase()}, but it is not given. Write: ${name} ${usageOf(command)}`,
        { argument: quoted },
      )
    case 'commander.optionMissingArgument':
      return missingValue(quoted, undefined)
    case 'commander.help': {
      const known = command.commands.map((one) => one.name())
      return new UsageError('MISSING_COMMAND', `${name} needs one of its commands: ${known.join(', ')}.`, {
        known,
      })
    }
    case 'commander.excessArguments':
      return new UsageError('EXCESS_ARGUMENTS', sentence(error.message))
    default:
      return new UsageError('BAD_ARGUMENTS', sentence(error.message), { commander: error.code })
  }
}

const usageOf = (command: Command): string => command.usage().replaceAll('[options] ', '')

function sentence(message: string): string {
  const text = message.replace(/^error: /, '').trim()
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
}

/** The error for a flag without its value. */
export function missingValue(flags: string, found: string | undefined): UsageError {
  const instead = found === undefined ? 'none follows it' : `the flag '${found}' follows it`
  return new UsageError('MISSING_VALUE', `Flag '${flags}' needs a value, but ${instead}.`, { flag: flags })
}
