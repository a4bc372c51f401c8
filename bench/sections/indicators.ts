/** Indicators over a million bars on one thread, beside TA-Lib in C and trading-signals, on the same bars in the same run. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createNormal, createRandom } from '../../src/model/index.ts'
import {
  INDICATOR_CASES,
  type IndicatorFigures,
  type IndicatorReport,
  type OtherFigures,
} from '../indicator-task.ts'
import type { Sample } from '../measure.ts'
import { ensurePeersEnvironment } from '../peers-environment.ts'
import { runProgram } from '../process.ts'
import type { Section, Setting } from '../section.ts'
import { decimal, textTable, whole } from '../text-table.ts'
import { runTask } from './engine.ts'

/** Milliseconds and sum of the first output by TA-Lib's name. */
type PeerFigures = Readonly<Record<string, { readonly ms: number; readonly sum: number }>>

export const indicatorsSection: Section = async (setting) => {
  const bars = setting.options.quick ? 100_000 : 1_000_000
  const repetitions = setting.options.quick ? 5 : 15
  const columns = join(setting.cache, `indicator-bars-${bars}.f64`)
  writeColumns(columns, bars)
  const report = await runTask<IndicatorReport>(setting, 'indicators', { columns, bars, repetitions })
  const { indicators: ours, others, yardsticks, proofs } = report
  const peerOf = (cases: Cases): Promise<PeerFigures | undefined> =>
    talibOf(setting, [columns, String(bars), String(repetitions), JSON.stringify(cases)])
  const peer = await peerOf(namedCases())
  const all = peer && (await peerOf(defaultCases(others)))
  setting.say(
    `${decimal(bars, 0)} bars, one thread, processor time, least of ${repetitions}; values a second in millions`,
  )
  const speed = ({ least }: Sample): string => decimal(bars / least / 1e3, 0)
  setting.say(
    textTable(
      [
        '',
        'column ms',
        'M values/s',
        'stream ns',
        'stream bytes',
        'TA-Lib ms',
        'TA-Lib/ours',
        'trading-signals/ours',
      ],
      [
        ...yardsticks.map(({ name, column }) => [
          `a bare loop: ${name}`,
          decimal(column.least, 2),
          speed(column),
        ]),
        ...ours.map(({ name, talib, column, streamNs, streamBytes, tradingSignals }) => {
          const theirs = peer?.[talib]
          return [
            name,
            decimal(column.least, 2),
            speed(column),
            decimal(streamNs.least),
            decimal(streamBytes),
            theirs === undefined ? '' : decimal(theirs.ms, 2),
            theirs === undefined ? '' : decimal(theirs.ms / column.least, 2),
            tradingSignals === null ? '' : decimal(tradingSignals.least / column.least),
          ]
        }),
      ],
    ),
  )
  if (all !== undefined) sayOthers(setting, others, all)
  setting.say('\nlook-ahead proof of one instrument, 2,148 bars')
  setting.say(
    textTable(
      ['features', 'cuts', 'first ms', 'least ms', 'least ms of processor time'],
      proofs.map(({ form, cuts, ms, processorMs }) => [
        form,
        whole(cuts),
        decimal(ms.first, 0),
        decimal(ms.least, 0),
        decimal(processorMs.least, 0),
      ]),
    ),
  )
  setting.say('')
  if (peer !== undefined) requireAgreement(ours, peer)
  return { bars, ...report, talib: peer ?? null, talibDefaults: all ?? null }
}

/** What the peer is to compute, with which parameters. */
type Cases = Readonly<Record<string, Readonly<Record<string, number>>>>

const periodOf = (period: number | undefined): Readonly<Record<string, number>> =>
  period === undefined ? {} : { timeperiod: period }

function namedCases(): Cases {
  return Object.fromEntries(INDICATOR_CASES.map(([, talib, period]) => [talib, periodOf(period)]))
}

function defaultCases(others: readonly OtherFigures[]): Cases {
  return Object.fromEntries(
    others.flatMap(({ talib, period }) => talib.map((name) => [name, periodOf(period)])),
  )
}

/** How many of all that both have are as fast as the peer's, and those that are not. */
function sayOthers(setting: Setting, others: readonly OtherFigures[], all: PeerFigures): void {
  const rows = others.flatMap(({ name, talib, column }) => {
    const theirs = talib.map((each) => all[each]).find((found) => found !== undefined)
    return theirs === undefined ? [] : [{ name, ours: column.least, theirs: theirs.ms }]
  })
  const slower = rows
    .filter(({ ours, theirs }) => theirs < ours)
    .sort((a, b) => a.theirs / a.ours - b.theirs / b.ours)
  setting.say(
    `\nall that TA-Lib has too, at our defaults: ${rows.length - slower.length} of ${rows.length} no slower than it in C`,
  )
  if (slower.length === 0) return
  setting.say(
    textTable(
      ['slower', 'column ms', 'TA-Lib ms', 'TA-Lib/ours'],
      slower.map(({ name, ours, theirs }) => [
        name,
        decimal(ours, 2),
        decimal(theirs, 2),
        decimal(theirs / ours, 2),
      ]),
    ),
  )
}

/** Bars of a price that returns to 100 in the long run, so that sums stay comparable over a million of them. */
function writeColumns(file: string, bars: number): void {
  const random = createRandom(11)
  const normal = createNormal(random)
  const columns = Array.from({ length: 5 }, () => new Float64Array(bars))
  const [open, high, low, close, volume] = columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  let logPrice = 0
  for (let t = 0; t < bars; t++) {
    open[t] = 100 * Math.exp(logPrice)
    logPrice = 0.999 * logPrice + 0.01 * normal()
    close[t] = 100 * Math.exp(logPrice)
    high[t] = Math.max(open[t]!, close[t]!) * (1 + 0.005 * random())
    low[t] = Math.min(open[t]!, close[t]!) * (1 - 0.005 * random())
    volume[t] = Math.floor(1e5 * (0.5 + random()))
  }
  writeFileSync(file, Buffer.concat(columns.map(({ buffer }) => Buffer.from(buffer))))
}

async function talibOf(setting: Setting, args: readonly string[]): Promise<PeerFigures | undefined> {
  const folder = join(setting.root, 'bench', 'peers')
  const environment = await ensurePeersEnvironment(
    join(setting.cache, 'peers-venv'),
    join(folder, 'requirements.txt'),
  )
  if ('missing' in environment) {
    setting.say(
      `TA-Lib is left out: python3 with venv, pip and its wheel is needed. ${environment.missing}\n`,
    )
    return undefined
  }
  const { stdout } = await runProgram(environment.python, [join(folder, 'talib_columns.py'), ...args])
  return JSON.parse(stdout) as PeerFigures
}

/** The values must be the same numbers, or the comparison says nothing. */
function requireAgreement(ours: readonly IndicatorFigures[], peer: PeerFigures): void {
  for (const { name, talib, sum } of ours) {
    const theirs = peer[talib]
    if (theirs === undefined || Math.abs(theirs.sum - sum) <= 1e-6 * Math.max(1, Math.abs(sum))) continue
    throw new Error(
      `${name} and TA-Lib's ${talib} must agree, but their values sum to ${sum} and ${theirs.sum}.`,
    )
  }
}
