/**
 * What `runs export` can write, as named columns of one length. Each format then only carries columns. Times come twice:
 * epoch ms for programs, ISO text for people.
 */
import { type LedgerEvent, readBlocks } from '../../ledger/index.ts'
import { periodReturns } from '../../metrics/index.ts'
import { isoTime } from '../../model/index.ts'
import { blocksOf, type StoredEvidence } from '../../run/index.ts'
import type { Store } from '../../store/index.ts'

export const EXPORTS = ['ledger', 'fills', 'trades', 'equity', 'returns'] as const
export type ExportName = (typeof EXPORTS)[number]

/** A column of numbers or of text; null where the row has no value. */
export type ExportColumn =
  | {
      readonly name: string
      readonly kind: 'number' | 'integer'
      readonly values: readonly (number | null)[]
    }
  | { readonly name: string; readonly kind: 'text'; readonly values: readonly (string | null)[] }

/** The columns of an export. Throws as `readEvidence` does. */
export async function exportColumns(
  what: ExportName,
  store: Store,
  evidence: StoredEvidence,
): Promise<readonly ExportColumn[]> {
  switch (what) {
    case 'ledger':
      return ledgerColumns([...readBlocks(await blocksOf(store, evidence.run.runId))])
    case 'fills':
      return fillColumns(evidence)
    case 'trades':
      return tradeColumns(evidence)
    case 'equity':
      return equityColumns(evidence)
    case 'returns':
      return returnColumns(evidence)
    default:
      return what satisfies never
  }
}

const number = (name: string, values: Iterable<number | null>): ExportColumn => ({
  name,
  kind: 'number',
  values: [...values],
})
const integer = (name: string, values: Iterable<number | null>): ExportColumn => ({
  name,
  kind: 'integer',
  values: [...values],
})
const text = (name: string, values: Iterable<string | null>): ExportColumn => ({
  name,
  kind: 'text',
  values: [...values],
})

/** `timeMs` and `time`. */
function times(name: string, values: Iterable<number>): ExportColumn[] {
  const list = [...values]
  return [integer(`${name}Ms`, list), text(name, list.map(isoTime))]
}

/** Every event a row; a column that an event's kind does not have is null there. */
function ledgerColumns(events: readonly LedgerEvent[]): ExportColumn[] {
  const field = (name: string): (number | null)[] =>
    events.map((event) => {
      const value: unknown = (event as unknown as Readonly<Record<string, unknown>>)[name]
      return typeof value === 'number' ? value : null
    })
  return [
    integer('seq', field('seq')),
    ...times(
      'time',
      events.map(({ timeMs }) => timeMs),
    ),
    text(
      'kind',
      events.map(({ kind }) => kind),
    ),
    integer('cause', field('cause')),
    text(
      'instrument',
      events.map((event) => ('instrument' in event ? event.instrument : null)),
    ),
    ...[
      'quantity',
      'target',
      'price',
      'amount',
      'perUnit',
      'ratio',
      'cash',
      'equity',
      'from',
      'to',
      'missing',
    ].map((name) => number(name, field(name))),
    integer('changed', field('changed')),
    text(
      'reason',
      events.map((event) => ('reason' in event ? event.reason : null)),
    ),
    text('content', events.map(contentOf)),
  ]
}

/** What an event carries beside numbers, as JSON. */
function contentOf(event: LedgerEvent): string | null {
  switch (event.kind) {
    case 'run-started':
      return JSON.stringify({
        identity: event.identity,
        instruments: event.instruments,
        multipliers: event.multipliers,
      })
    case 'halted':
      return JSON.stringify({ barOpenMs: event.barOpenMs })
    case 'state-saved':
      return JSON.stringify(event.state)
    case 'run-finished':
      return JSON.stringify(event.summary)
    default:
      return null
  }
}

function fillColumns({ fills }: StoredEvidence): ExportColumn[] {
  return [
    integer(
      'seq',
      fills.map(({ seq }) => seq),
    ),
    integer(
      'orderSeq',
      fills.map(({ orderSeq }) => orderSeq),
    ),
    ...times(
      'time',
      fills.map(({ timeMs }) => timeMs),
    ),
    text(
      'instrument',
      fills.map(({ instrument }) => instrument),
    ),
    number(
      'quantity',
      fills.map(({ quantity }) => quantity),
    ),
    number(
      'price',
      fills.map(({ price }) => price),
    ),
    number(
      'fee',
      fills.map(({ fee }) => fee),
    ),
  ]
}

function tradeColumns({ trades }: StoredEvidence): ExportColumn[] {
  const pick = (
    name: 'quantity' | 'entryPrice' | 'exitPrice' | 'gross' | 'fees' | 'dividends' | 'net',
  ): ExportColumn =>
    number(
      name,
      trades.map((trade) => trade[name]),
    )
  return [
    text(
      'instrument',
      trades.map(({ instrument }) => instrument),
    ),
    text(
      'side',
      trades.map(({ side }) => side),
    ),
    pick('quantity'),
    ...times(
      'entryTime',
      trades.map(({ entryTimeMs }) => entryTimeMs),
    ),
    ...times(
      'exitTime',
      trades.map(({ exitTimeMs }) => exitTimeMs),
    ),
    pick('entryPrice'),
    pick('exitPrice'),
    pick('gross'),
    pick('fees'),
    pick('dividends'),
    pick('net'),
    integer(
      'entrySeq',
      trades.map(({ entrySeq }) => entrySeq),
    ),
    integer(
      'exitSeq',
      trades.map(({ exitSeq }) => exitSeq),
    ),
  ]
}

function equityColumns({ curve }: StoredEvidence): ExportColumn[] {
  return [
    ...times('time', curve.timeMs),
    number('equity', curve.equity),
    number('cash', curve.cash),
    number('grossExposure', curve.grossExposure),
    integer('openPositions', curve.openPositions),
  ]
}

/** One return a row: that of the period which ends at the row's pulse. The first pulse has none. */
function returnColumns({ curve, run }: StoredEvidence): ExportColumn[] {
  const openingEquity = run.metrics['openingEquity'] as number
  const returns = periodReturns({ equity: curve.equity, openingEquity })
  return [
    ...times('time', curve.timeMs.subarray(1)),
    number(
      'return',
      Array.from(returns, (value) => (Number.isFinite(value) ? value : null)),
    ),
  ]
}
