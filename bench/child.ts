/** The process of one measurement: `child.mjs TASK JSON` prints its report as JSON. */

import { measurePeer, measureSeries, measureSize } from './engine-task.ts'
import { measureFeatures } from './feature-task.ts'
import { measureIndicators } from './indicator-task.ts'
import { makeBars, measureImport, measureOpen } from './reader-task.ts'

const TASKS = {
  features: measureFeatures,
  import: measureImport,
  indicators: measureIndicators,
  makeBars,
  open: measureOpen,
  peer: measurePeer,
  series: measureSeries,
  size: measureSize,
} as const

const [name = '', text = '{}'] = process.argv.slice(2)
if (!Object.hasOwn(TASKS, name)) throw new Error(`A task must be one of ${Object.keys(TASKS).join(', ')}.`)
const task = TASKS[name as keyof typeof TASKS] as (input: unknown) => unknown
process.stdout.write(JSON.stringify(await task(JSON.parse(text))))
