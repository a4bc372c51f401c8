/** The command line of the bench. */
import { parseArgs } from 'node:util'

export const SECTIONS = [
  'engine',
  'indicators',
  'features',
  'cli',
  'readers',
  'scaling',
  'peers',
  'cache',
  'start',
] as const
export type SectionName = (typeof SECTIONS)[number]

export interface Options {
  readonly sections: readonly SectionName[]
  /** Fewer repetitions and sizes: about a minute. */
  readonly quick: boolean
  /** Peers run all 500 instruments, not a part of them. */
  readonly full: boolean
  /** Instruments that slow peers run. */
  readonly peerInstruments: number
  /** A file for the figures as JSON. */
  readonly json: string | undefined
}

export const USAGE = `npm run bench [-- SECTION... [--quick] [--full] [--peer-instruments N] [--json FILE]]

  engine      the peer benchmark in memory: features, loop, ledger; memory; a bare loop beside it
  indicators  a million bars through each, beside TA-Lib in C and trading-signals
  features    feature sets as one graph, kept columns, other threads, each beside the plain computation
  cli         whole processes: CSV import, and a run from sealed snapshot to durable, verified run
  readers     1M and 10M rows through each backend, sealed, opened and verified (some minutes, 4 GB of disk)
  scaling     cost per bar and memory, 1 to 5,000 instruments and 1,000 to 5,000,000 bars
  peers       Backtrader, backtesting.py and vectorbt on the same bars (needs python3 with venv and pip)
  cache       vendors' bars from a warm cache: 100 symbols' year of days, one symbol's year of minutes
  start       throughline --help against bare node

All sections where none is named. Exits with 1 where a result is not the known one.`

/** Reads the arguments. Throws `TypeError` with the usage where they are not understood. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      'peer-instruments': { type: 'string', default: '50' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  const unknown = positionals.find((name) => !isSection(name))
  if (unknown !== undefined) throw new TypeError(`There is no section '${unknown}'.\n\n${USAGE}`)
  const peerInstruments = Number(values['peer-instruments'])
  if (!Number.isInteger(peerInstruments) || peerInstruments < 1 || peerInstruments > 500) {
    throw new TypeError(`--peer-instruments must be a whole number from 1 to 500.\n\n${USAGE}`)
  }
  const sections = positionals.length === 0 ? SECTIONS : SECTIONS.filter((name) => positionals.includes(name))
  return {
    sections,
    quick: values.quick,
    full: values.full,
    peerInstruments: values.full ? 500 : peerInstruments,
    json: values.json,
  }
}

function isSection(name: string): name is SectionName {
  return (SECTIONS as readonly string[]).includes(name)
}
