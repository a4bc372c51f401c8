/** The peer benchmark in memory, each form of the strategy in a process of its own. */
import { join } from 'node:path'
import type { EngineReport } from '../engine-task.ts'
import type { Sample } from '../measure.ts'
import { PEER_SHAPE } from '../peer-bars.ts'
import { ensurePeerFiles } from '../peer-files.ts'
import { runProgram } from '../process.ts'
import type { Section, Setting } from '../section.ts'
import { decimal, megabytes, millionBars, textTable } from '../text-table.ts'

export const engineSection: Section = async (setting) => {
  const { columns } = ensurePeerFiles(setting.cache, PEER_SHAPE)
  const effort = { repetitions: setting.options.quick ? 5 : 15, leastMs: 0 }
  const reports: Record<string, EngineReport> = {}
  for (const name of ['peer-level', 'peer-branch', 'peer-cross']) {
    const strategy = join(setting.root, 'bench', 'strategies', `${name}.ts`)
    const report = await runTask<EngineReport>(setting, 'peer', {
      strategy,
      columns,
      shape: PEER_SHAPE,
      effort,
    })
    reports[name] = report
    print(setting, name, report)
  }
  return reports
}

/** Runs a task of child.ts in a fresh process. */
export async function runTask<T>({ child }: Setting, task: string, input: object): Promise<T> {
  const args = ['--enable-source-maps', child, task, JSON.stringify(input)]
  return JSON.parse((await runProgram(process.execPath, args)).stdout) as T
}

function print({ say }: Setting, name: string, report: EngineReport): void {
  const { bars, phases, inMemory, plain, memory } = report
  const row = (label: string, { first, median, least }: Sample): string[] => [
    label,
    decimal(first),
    decimal(median),
    decimal(least),
    millionBars(bars, median),
    millionBars(bars, least),
  ]
  say(`${name}: known results agree (68,201 fills, 33,948 trades, equity to 1e-6)`)
  say(
    textTable(
      ['', 'first ms', 'median ms', 'least ms', 'M bars/s', 'M bars/s best'],
      [
        row('features', phases.features),
        row('loop', phases.loop),
        row('features + loop', inMemory),
        row('ledger: fold, encode, hash', phases.ledger),
        row('ledger: verify', phases.verify),
        row('metrics', phases.metrics),
        ...(plain === null ? [] : [row('a bare loop, no ledger', plain.ms)]),
      ],
    ),
  )
  if (plain !== null) {
    say(
      `features + loop go at ${decimal(plain.ms.least / inMemory.least, 2)} of the bare loop's speed; wanted: 30 M bars/s where ` +
        'the bare loop reaches 154 to 227 M, that is 0.13 to 0.19',
    )
  }
  const taken = memory.peakBytes - memory.beforeBytes
  say(
    `memory: ${megabytes(taken)} MB above Node with the strategy loaded (${megabytes(memory.beforeBytes)} MB) = ` +
      `${decimal(taken / memory.tableBytes, 2)} x the bars (${megabytes(memory.tableBytes)} MB), ` +
      `${decimal(taken / memory.columnBytes, 2)} x bars and features (${megabytes(memory.columnBytes)} MB)`,
  )
  const above = (bytes: number): string => megabytes(bytes - memory.beforeBytes)
  const { features, loop, ledger } = memory.afterPhase
  say(
    `held above that in the first run: with the table ${above(memory.withTableBytes)}, after features ` +
      `${above(features)}, after the loop ${above(loop)}, after the ledger ${above(ledger)} MB`,
  )
  say(`ledger: ${report.events.toLocaleString('en-US')} events, ${report.ledgerHash}\n`)
}
