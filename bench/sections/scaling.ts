/** Cost per bar and memory as instruments and histories grow: both must stay flat. Each size in a process of its own. */
import { join } from 'node:path'
import type { EngineReport } from '../engine-task.ts'
import type { Section, Setting } from '../section.ts'
import { decimal, megabytes, textTable, whole } from '../text-table.ts'
import { runTask } from './engine.ts'

interface Size {
  readonly instruments: number
  readonly pulses: number
}

/** About a million bars at every width. */
const WIDTHS: readonly Size[] = [1, 10, 100, 500, 5_000].map((instruments) => ({
  instruments,
  pulses: 1_000_000 / instruments,
}))
const LENGTHS = [1_000, 10_000, 100_000, 1_000_000, 5_000_000]
const QUICK_LENGTHS = [1_000, 100_000, 1_000_000]

export const scalingSection: Section = async (setting) => {
  const lengths = setting.options.quick ? QUICK_LENGTHS : LENGTHS
  const series = {
    widths: await measure(setting, 'about 1,000,000 bars, by instruments', WIDTHS),
    single: await measure(
      setting,
      'one instrument, by bars',
      lengths.map((bars) => ({ instruments: 1, pulses: bars })),
    ),
    hundred: await measure(
      setting,
      'one hundred instruments, by bars in all',
      lengths.map((bars) => ({ instruments: 100, pulses: bars / 100 })),
    ),
  }
  return series
}

async function measure(setting: Setting, title: string, sizes: readonly Size[]): Promise<EngineReport[]> {
  const strategy = join(setting.root, 'bench', 'strategies', 'peer-level.ts')
  const effort = setting.options.quick ? { repetitions: 3, leastMs: 300 } : { repetitions: 7, leastMs: 1_000 }
  const reports: EngineReport[] = []
  for (const size of sizes) reports.push(await runTask(setting, 'size', { strategy, effort, ...size }))
  setting.say(`${title}: least ns a bar (a cost per bar), memory above Node`)
  setting.say(
    textTable(
      [
        'instruments',
        'pulses',
        'bars',
        'features',
        'loop',
        'ledger',
        'events',
        'first run',
        'MB',
        'x columns',
      ],
      reports.map(row),
    ),
  )
  setting.say('')
  return reports
}

function row({ instruments, pulses, bars, events, phases, inMemory, memory }: EngineReport): string[] {
  const perBar = (ms: number): string => decimal((1e6 * ms) / bars)
  const taken = memory.peakBytes - memory.beforeBytes
  return [
    whole(instruments),
    whole(pulses),
    whole(bars),
    perBar(phases.features.least),
    perBar(phases.loop.least),
    perBar(phases.ledger.least),
    whole(events),
    perBar(inMemory.first),
    megabytes(taken),
    decimal(taken / memory.columnBytes, 2),
  ]
}
