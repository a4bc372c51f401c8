/** How long the command line takes to answer, against bare Node. */
import { join } from 'node:path'
import { type Sample, sampleOf } from '../measure.ts'
import { runProgram } from '../process.ts'
import type { Section } from '../section.ts'
import { decimal, textTable } from '../text-table.ts'
import { builtCli } from './cli.ts'

export const startSection: Section = async (setting) => {
  const cli = builtCli(setting)
  const commands: Record<string, readonly string[]> = {
    'node -e 0': ['-e', '0'],
    'throughline --help': [cli, '--help'],
    'throughline --version': [cli, '--version'],
    'throughline run --help': [cli, 'run', '--help'],
  }
  const walls: Record<string, number[]> = {}
  // In turns, so that a slow moment of the machine falls on all alike.
  for (let n = 0; n < (setting.options.quick ? 5 : 15); n++) {
    for (const [name, args] of Object.entries(commands)) {
      ;(walls[name] ??= []).push((await runProgram(process.execPath, args)).wallMs)
    }
  }
  const samples = Object.fromEntries(
    Object.entries(walls).map(([name, values]): [string, Sample] => [name, sampleOf(values)]),
  )
  setting.say(
    textTable(
      ['whole process', 'median ms', 'least ms'],
      Object.entries(samples).map(([name, { median, least }]) => [name, decimal(median), decimal(least)]),
    ),
  )
  setting.say(`${join('dist', 'cli', 'main.js')}\n`)
  return samples
}
