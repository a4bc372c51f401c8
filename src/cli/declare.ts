/** Declares commands on commander: the flags that all have, help with examples, errors as ours. */
import { Command, CommanderError } from 'commander'
import { CommandFailure } from './errors.ts'
import type { CommonFlags } from './output.ts'
import { fullName, parseFailure } from './parse-errors.ts'

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
    if (mode === 'repeat') command.option(flags, description, appended)
    else if (mode === 'required') command.requiredOption(flags, description)
    else command.option(flags, description)
  }
  command
    .option('--json', 'answer with one JSON document')
    .option('--store <dir>', 'the folder of the store (.throughline)')
    .configureOutput(OUR_WORDS)
    .addHelpText('after', helpAfter(text))
    .action(async () => {
      try {
        await action(command.opts<F>(), command.args)
      } catch (error) {
        throw new CommandFailure(fullName(command), error)
      }
    })
  refuseAsOurs(command)
}

function appended(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value]
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
