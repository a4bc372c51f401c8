/** Declares commands on commander: the flags that all have, help with examples, errors as ours. */
import { Command, type CommanderError } from 'commander'
import { ThroughlineError, UsageError } from '../../model/index.ts'
import { CommandFailure } from './errors.ts'
import type { CommonFlags } from './output.ts'
import { fullName, missingValue, parseFailure } from './parse-errors.ts'

/** Flag with its value, description, and whether it may be given again or must be given. */
type OptionText = readonly [flags: string, description: string, mode?: 'repeat' | 'required']

/** Refusals are told once, by who catches them. */
const OUR_WORDS = { outputError: () => undefined, writeErr: () => undefined }

export interface CommandText {
  /** Name and arguments: `show <run>`. */
  readonly usage: string
  readonly summary: string
  readonly options?: readonly OptionText[]
  readonly notes?: readonly string[]
  readonly examples: readonly string[]
  /** What to advise on an error, where a flag answers it. */
  readonly hint?: (error: ThroughlineError) => Promise<string | undefined>
}

/** A command that has commands; the program itself where there is no parent. */
export function declareGroup(parent: Command | undefined, name: string, summary: string): Command {
  const group = parent === undefined ? new Command(name) : parent.command(name)
  group.description(summary).configureOutput(OUR_WORDS).helpOption('--help', 'show this')
  group.helpCommand(false)
  return refuseAsOurs(group)
}

/** A command that does something; `action` gets its flags and its arguments as they were given. */
export function declareCommand<F extends CommonFlags>(
  parent: Command,
  text: CommandText,
  action: (flags: F, args: readonly string[]) => Promise<void>,
): void {
  const command = parent.command(text.usage).description(text.summary).helpOption('--help', 'show this')
  for (const [flags, description, mode] of text.options ?? []) {
    if (!flags.includes('<')) command.option(flags, description)
    else command.option(flags, description, valueReader(flags, command, mode === 'repeat'))
  }
  command
    .option('--json', 'answer with one JSON document')
    .option('--store <dir>', 'the folder of the store (.throughline)', valueReader('--store', command, false))
    .configureOutput(OUR_WORDS)
    .addHelpText('after', helpAfter(text))
    .action(async () => {
      try {
        requireFlags(text, command.opts())
        await action(command.opts<F>(), command.args)
      } catch (error) {
        const hint = error instanceof ThroughlineError ? await text.hint?.(error) : undefined
        throw new CommandFailure(fullName(command), error, hint)
      }
    })
  refuseAsOurs(command)
}

/** Takes a flag's value; another flag in its place means that the value was forgotten. */
function valueReader(flags: string, command: Command, isRepeatable: boolean) {
  return (value: string, before: unknown): string | readonly string[] => {
    if (value.startsWith('--')) throw new CommandFailure(fullName(command), missingValue(flags, value))
    if (!isRepeatable) return value
    return Array.isArray(before) ? [...(before as string[]), value] : [value]
  }
}

/** Asked for after parsing, so that a misspelt flag is named as such and not as a missing one. */
function requireFlags(
  { options = [], examples }: CommandText,
  given: Readonly<Record<string, unknown>>,
): void {
  const missing = options.find(([flags, , mode]) => mode === 'required' && given[nameOf(flags)] === undefined)
  if (missing === undefined) return
  const [flags] = missing
  throw new UsageError('MISSING_FLAG', `The flag '${flags}' must be given. As in: ${examples[0]}`, {
    flag: flags,
  })
}

/** The name that commander gives a flag's value; required ones are all of one word. */
function nameOf(flags: string): string {
  return /^--([a-z]+)/.exec(flags)?.[1] ?? flags
}

function helpAfter({ notes = [], examples }: CommandText): string {
  return [
    '',
    ...notes,
    ...(notes.length > 0 ? [''] : []),
    'Example:',
    ...examples.map((line) => `  ${line}`),
  ].join('\n')
}

function refuseAsOurs(command: Command): Command {
  return command.exitOverride((error: CommanderError) => {
    throw error.exitCode === 0 ? error : parseFailure(error, command)
  })
}
