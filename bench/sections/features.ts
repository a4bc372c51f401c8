/** Feature columns: each set alone, all as one graph, with other threads, found in memory and on disk. */
import { dirname, join } from 'node:path'
import type { FeatureReport, FeatureSetName, FeatureTask } from '../feature-task.ts'
import type { Section } from '../section.ts'
import { decimal, megabytes, textTable, whole } from '../text-table.ts'
import { runTask } from './engine.ts'

type Case = Pick<FeatureTask, 'instruments' | 'pulses' | 'withDisk'> & { readonly set: FeatureSetName }

const CASES: readonly Case[] = [
  { set: 'two SMAs', instruments: 500, pulses: 1_260, withDisk: true },
  { set: 'twenty features', instruments: 500, pulses: 1_260, withDisk: true },
  { set: 'grid of 100 SMA pairs', instruments: 500, pulses: 1_260, withDisk: true },
  { set: 'twenty features', instruments: 100, pulses: 10_000, withDisk: false },
]
/** 1.6 GB of columns a way. */
const LARGE: Case = { set: 'twenty features', instruments: 100, pulses: 100_000, withDisk: false }

export const featuresSection: Section = async (setting) => {
  const { quick } = setting.options
  const worker = join(dirname(setting.child), 'feature-worker.mjs')
  const reports: (Case & FeatureReport)[] = []
  for (const each of quick ? CASES : [...CASES, LARGE]) {
    const repetitions = each === LARGE ? 2 : quick ? 3 : 7
    const report = await runTask<FeatureReport>(setting, 'features', { ...each, repetitions, worker })
    reports.push({ ...each, ...report })
  }
  setting.say('least ms of each way, the same bits in all; threads as this machine runs at a time')
  setting.say('by default they are started from 40 M values on, and used from 4 M on where they are there')
  setting.say(
    textTable(
      [
        'sets',
        'bars',
        'nodes',
        'M values',
        'MB',
        'alone',
        'one graph',
        'ns a value',
        'threads, first',
        'threads, warm',
        'from memory',
        'to disk',
        'from disk',
      ],
      reports.map(row),
    ),
  )
  setting.say('')
  return { cases: reports }
}

function row(report: Case & FeatureReport): string[] {
  const { set, instruments, pulses, rows, nodes, columnBytes, alone, together, threads, onDisk } = report
  return [
    set,
    `${whole(instruments)} x ${whole(pulses)}`,
    whole(nodes),
    decimal((nodes * rows) / 1e6),
    megabytes(columnBytes),
    decimal(alone.least),
    decimal(together.least),
    decimal((1e6 * together.least) / nodes / rows),
    decimal(threads.first),
    decimal(threads.warm.least),
    decimal(report.inMemory.least, 2),
    onDisk === null ? '' : decimal(onDisk.write),
    onDisk === null ? '' : decimal(onDisk.read.least),
  ]
}
