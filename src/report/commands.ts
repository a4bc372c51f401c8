/** The commands that a report names: to verify the run, and to run it again. */

import { isoTime, type JsonValue } from '../model/index.ts'
import type { RunSummary } from './evidence.ts'

const DAY_MS = 86_400_000

export function verifyCommand({ runId }: Pick<RunSummary, 'runId'>): string {
  return `throughline runs verify ${quoted(runId)}`
}

/** The `run` command of the same identity, given the same strategy file. */
export function rerunCommand({ strategy, snapshot, params, config }: RunSummary): string {
  const { slice, costs, risk } = config
  const flags = [
    ...Object.entries(params).map(([name, value]) => `--set ${quoted(`${name}=${valueText(value)}`)}`),
    `--cash ${config.openingCash}`,
    ...(costs.length === 0 ? ['--cost none'] : costs.map(({ kind, value }) => `--cost ${kind}=${value}`)),
    ...risk.map((rule) => `--risk ${'weight' in rule ? `${rule.kind}=${rule.weight}` : rule.kind}`),
    ...(config.fillRule === 'next-open' ? [] : [`--fill ${config.fillRule}`]),
    ...(config.credit === 'unlimited' ? ['--credit unlimited'] : []),
    ...(config.closeAtEnd ? ['--close-at-end'] : []),
    ...(slice.fromMs === null ? [] : [`--from ${isoTime(slice.fromMs)}`]),
    ...(slice.toMs === null ? [] : [`--to ${lastIncluded(slice.toMs)}`]),
    ...(slice.instruments === null ? [] : [`--instruments ${quoted(slice.instruments.join(','))}`]),
    ...(slice.adjust === undefined ? [] : [`--adjust ${slice.adjust}`]),
    `--seed ${config.seed}`,
  ]
  return `throughline run ${quoted(`${strategy.name}.ts`)} --snapshot ${quoted(snapshot.id)} ${flags.join(' ')}`
}

/** The flag's end is inclusive, a date standing for its whole day; the slice's is not. */
function lastIncluded(toMs: number): string {
  return toMs % DAY_MS === 0 ? isoTime(toMs - DAY_MS) : new Date(toMs - 1).toISOString()
}

function valueText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** As a POSIX shell reads it. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`
}
