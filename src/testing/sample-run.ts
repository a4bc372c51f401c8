/** Small made-up snapshots, runs and evidence that fit together, for tests of whatever stores or shows runs. */
import { createHash } from 'node:crypto'
import type { LedgerBlock } from '../ledger/index.ts'
import type { NewRun, NewVerdict, RunEvidence, SnapshotRecord } from '../store/index.ts'

const sha256 = (...chunks: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

/** A snapshot of ten bars; its hash follows its content's name. */
export function sampleSnapshot(changes: Partial<SnapshotRecord> = {}): SnapshotRecord {
  return {
    id: 'sample',
    hash: sha256('sample content'),
    instruments: 2,
    bars: 10,
    fromMs: 1_577_923_200_000,
    toMs: 1_578_268_800_000,
    interval: '1d',
    findings: [{ code: 'FLAT_OPEN', severity: 'warning', count: 1, examples: [] }],
    createdMs: 1_600_000_000_000,
    ...changes,
  }
}

export interface SampleRun {
  readonly run: NewRun
  readonly evidence: RunEvidence
}

export interface SampleRunOptions {
  /** Which inputs: runs of equal `seed` have equal identity and ledger. */
  readonly seed?: number
  readonly blocks?: number
  readonly bytesPerBlock?: number
  readonly changes?: Partial<NewRun>
}

const EVENTS_PER_BLOCK = 100

/** A run over `sampleSnapshot()`; its evidence is made from `seed` alone. */
export function sampleRun(runId: string, options: SampleRunOptions = {}): SampleRun {
  const { seed = 1, blocks: count = 3, bytesPerBlock = 64, changes = {} } = options
  const strategyText = `export default 'strategy of seed ${seed}'\n`
  const blocks = sampleBlocks(seed, count, bytesPerBlock)
  const identityDocument = { snapshot: sampleSnapshot().hash, strategy: sha256(strategyText), seed }
  const run: NewRun = {
    runId,
    identity: sha256(JSON.stringify(identityDocument)),
    identityDocument,
    ledgerHash: blocks.at(-1)?.hash ?? sha256(),
    snapshotId: 'sample',
    snapshotHash: sampleSnapshot().hash,
    strategyHash: sha256(strategyText),
    strategyName: 'sample-strategy',
    tier: 1,
    params: { fast: 5, slow: 20.5, nested: { on: true, none: null } },
    counts: { instruments: 2, pulses: 5, bars: 10, fills: 4 },
    metrics: { finalEquity: 10_734_075.2121304, sharpe: null },
    metricContext: { periodsPerYear: 252, riskFreeRate: 0 },
    config: { cash: 100_000 },
    timing: { totalMs: 12.5 },
    createdMs: 1_600_000_000_000 + seed,
    engineVersion: '0.1.0',
    label: null,
    tags: [],
    ...changes,
  }
  const curve = new Uint8Array(160).map((_, index) => (index * 7 + seed) & 0xff)
  return { run, evidence: { blocks, strategyText, packages: [{ name: 'left', version: '1.2.3' }], curve } }
}

/** What a proof said of a run. */
export function sampleVerdict(changes: Partial<NewVerdict> = {}): NewVerdict {
  return {
    kind: 'lookahead',
    version: 1,
    document: { ok: true, pulses: 5, cuts: 25, leaks: [] },
    createdMs: 1_600_000_000_500,
    ...changes,
  }
}

function sampleBlocks(seed: number, count: number, bytesPerBlock: number): LedgerBlock[] {
  let previous = ''
  return Array.from({ length: count }, (_, index) => {
    const bytes = new Uint8Array(bytesPerBlock).map((_, at) => (at * 31 + index * 17 + seed) & 0xff)
    previous = sha256(previous, bytes)
    return { index, firstSeq: index * EVENTS_PER_BLOCK, count: EVENTS_PER_BLOCK, bytes, hash: previous }
  })
}
