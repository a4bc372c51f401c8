/** Other programs on the same bars in the same run: their fills and final equity beside ours, and how long each took. */
import { join } from 'node:path'
import type { EngineReport } from '../engine-task.ts'
import { PEER_SHAPE } from '../peer-bars.ts'
import { ensurePeerFiles } from '../peer-files.ts'
import { ensurePeersEnvironment } from '../peers-environment.ts'
import { runProgram } from '../process.ts'
import type { Section, Setting } from '../section.ts'
import { decimal, textTable, whole } from '../text-table.ts'
import { runTask } from './engine.ts'

interface PeerFigures {
  readonly peer: string
  readonly loadMs: number
  readonly runMs: number
  /** The first run of a program that compiles itself. */
  readonly firstMs?: number
  readonly fills: number
  readonly finalEquity: number
  readonly peakBytes: number
}

interface Comparison {
  readonly what: string
  readonly peer: PeerFigures
  readonly ours: EngineReport
}

export const peersSection: Section = async (setting) => {
  const folder = join(setting.root, 'bench', 'peers')
  const environment = await ensurePeersEnvironment(
    join(setting.cache, 'peers-venv'),
    join(folder, 'requirements.txt'),
  )
  if ('missing' in environment) {
    setting.say(
      `left out: python3 with venv, pip and the peers' packages is needed. ${environment.missing}\n`,
    )
    return { leftOut: environment.missing }
  }
  const peer = async (script: string, args: readonly string[]): Promise<PeerFigures> => {
    const { stdout } = await runProgram(environment.python, [join(folder, script), ...args])
    return JSON.parse(stdout) as PeerFigures
  }
  const comparisons = [
    await crossOf(setting, setting.options.peerInstruments, (csv, instruments) =>
      peer('backtrader_cross.py', [csv, String(instruments)]),
    ),
    await seriesOf(setting, (csv) => peer('backtesting_cross.py', [csv])),
    ...(setting.options.quick
      ? []
      : [await crossOf(setting, PEER_SHAPE.instruments, (csv) => peer('vectorbt_cross.py', [csv]))]),
  ]
  print(setting, comparisons)
  for (const comparison of comparisons) requireAgreement(comparison)
  return { comparisons }
}

/** The peer benchmark, or the same rule over as many instruments as are given. */
async function crossOf(
  setting: Setting,
  instruments: number,
  run: (csv: string, instruments: number) => Promise<PeerFigures>,
): Promise<Comparison> {
  const shape = { ...PEER_SHAPE, instruments }
  const { csv, columns } = ensurePeerFiles(setting.cache, shape)
  const strategy = join(setting.root, 'bench', 'strategies', 'peer-level.ts')
  const effort = { repetitions: 9, leastMs: 0 }
  const ours = await runTask<EngineReport>(setting, 'peer', { strategy, columns, shape, effort })
  return { what: `SMA 5/10, ${instruments} x ${shape.days}`, peer: await run(csv, instruments), ours }
}

async function seriesOf(setting: Setting, run: (csv: string) => Promise<PeerFigures>): Promise<Comparison> {
  const csv = join(setting.root, 'node_modules', 'vega-datasets', 'data', 'sp500-2000.csv')
  const strategy = join(setting.root, 'bench', 'strategies', 'sma-cross.ts')
  const effort = { repetitions: 15, leastMs: 200 }
  const ours = await runTask<EngineReport>(setting, 'series', { strategy, csv, effort })
  return { what: `SMA 10/20, S&P 500, ${ours.bars} days`, peer: await run(csv), ours }
}

/** What a whole run in memory takes: features, loop and the sealed ledger. */
function oursMs({ phases }: EngineReport, which: 'first' | 'median'): number {
  return phases.features[which] + phases.loop[which] + phases.ledger[which]
}

function print({ say }: Setting, comparisons: readonly Comparison[]): void {
  say('the loops alone, bars loaded; ours with the sealed ledger, first run of the process and warm')
  say(
    textTable(
      ['', 'ms', 'first ms', 'fills', 'final equity', 'times ours, first', 'times ours, warm'],
      comparisons.flatMap(({ what, peer, ours }) => [
        [
          `${peer.peer}, ${what}`,
          decimal(peer.runMs),
          decimal(peer.firstMs ?? peer.runMs),
          whole(peer.fills),
          decimal(peer.finalEquity, 4),
          decimal((peer.firstMs ?? peer.runMs) / oursMs(ours, 'first')),
          decimal(peer.runMs / oursMs(ours, 'median')),
        ],
        [
          `Throughline, ${what}`,
          decimal(oursMs(ours, 'median')),
          decimal(oursMs(ours, 'first')),
          whole(ours.fills),
          decimal(ours.finalEquity, 4),
        ],
      ]),
    ),
  )
  say('')
}

/** Both must have traded alike. */
function requireAgreement({ what, peer, ours }: Comparison): void {
  const isNear = Math.abs(peer.finalEquity - ours.finalEquity) <= 1e-6 * Math.abs(ours.finalEquity)
  if (peer.fills === ours.fills && isNear) return
  throw new Error(
    `${peer.peer} and Throughline must agree on ${what}, but fills are ${peer.fills} and ${ours.fills}, ` +
      `final equity ${peer.finalEquity} and ${ours.finalEquity}.`,
  )
}
