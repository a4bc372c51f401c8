/** The commands under `indicators`. */
import type { Command } from 'commander'
import { declareCommand, declareGroup } from '../shell/declare.ts'
import type { ComputeFlags } from './indicators.ts'

export function declareIndicators(program: Command): void {
  const indicators = declareGroup(program, 'indicators', 'Indicators: list them, compute one over a snapshot')
  declareCommand(
    indicators,
    {
      usage: 'list',
      summary: 'Every indicator with its parameters, inputs and outputs',
      examples: ['throughline indicators list'],
    },
    async (flags) => (await import('./indicators.ts')).listIndicators(flags),
  )
  declareCommand<ComputeFlags>(
    indicators,
    {
      usage: 'compute <name>',
      summary: "An indicator's values over one instrument's bars",
      options: [
        ['--snapshot <id>', 'the snapshot: its id, its hash or the first digits of it', 'required'],
        ['--instrument <id>', 'the instrument', 'required'],
        ['--set <name=value>', 'a parameter, if not its default; once for each', 'repeat'],
        ['--from <date>', 'first day or instant at which a bar may open'],
        ['--to <date>', 'last day, all of that day included, or last instant'],
      ],
      examples: ['throughline indicators compute rsi --snapshot sp500 --instrument SP500 --set period=14'],
    },
    async (flags, args) => (await import('./indicators.ts')).computeIndicator(flags, args),
  )
}
